// The tune of a section: ideas of two bars, some of which return, shaped into phrases that breathe.

import type { Cast } from "../plan/cast.ts";
import type { Knobs } from "../plan/knobs.ts";
import { drawIdea, land, type Landing } from "./melody_idea.ts";
import type { MelodyModel } from "../learn/melody_model.ts";
import type { Random } from "../random.ts";
import { restate } from "./restate.ts";
import { cutOnsets, drawRhythm, type Onset, thinOnsets } from "../learn/rhythm.ts";
import { degreeNear, soundOf, type Stage, type TuneNote } from "./tune.ts";

export type MelodyTask = {
  readonly bars: number;
  readonly stage: Stage;
  readonly centre: number;
  /** Ends on the tonic. */
  readonly isClosed: boolean;
  /** Most onsets per bar that a player could sing or play at this tempo. */
  readonly maxDensity: number;
  readonly knobs: Knobs;
  /** Which ideas the tune is made of: `abac`. */
  readonly pattern: string;
};

export const IDEA_BARS = 2;
/** Notes per second that a tune may have on average. */
export const MAX_TUNE_NOTES_PER_SECOND = 5.5;
/** Which ideas a section of so many ideas is made of. */
const PATTERNS: readonly (readonly string[])[] = [
  ["a"],
  ["ab", "aa"],
  ["aba", "aab"],
  ["abac", "abac", "aabc", "abab"],
];

/** A tune and how it is said when it returns. */
export type Melody = { readonly first: readonly TuneNote[]; readonly again: readonly TuneNote[] };

/** Composes a tune over the whole stage; when it returns its last idea is another one. */
export function composeMelody(
  cast: Cast<MelodyModel>,
  task: MelodyTask,
  random: Random,
): Melody {
  const ideas = new Map<string, Idea>();
  const first = writeTune({ cast, task, random: random.fork("first"), tune: [] }, ideas);
  if (ideas.size > 1) ideas.delete([...ideas.keys()].at(-1)!);
  const again = writeTune({ cast, task, random: random.fork("again"), tune: [] }, ideas);
  return { first, again };
}

// Says the ideas in their order; one that is not known yet is drawn, and known from then on.
function writeTune(desk: Desk, ideas: Map<string, Idea>): TuneNote[] {
  const { pattern, bars: allBars, stage: { grid } } = desk.task;
  const count = Math.ceil(allBars / IDEA_BARS);
  for (let i = 0; i < count; i++) {
    const step = i * IDEA_BARS * grid.stepsPerBar;
    const bars = Math.min(IDEA_BARS, allBars - i * IDEA_BARS);
    const place = { step, bars, index: i, isLast: i === count - 1 };
    const known = ideas.get(pattern[i]!);
    const notes = known ? returnIdea(known, place, desk) : newIdea(place, desk);
    if (!known) ideas.set(pattern[i]!, { notes, step });
    desk.tune.push(...pickupTo(notes[0], desk), ...notes);
  }
  return desk.tune;
}

/** What writing a tune needs at hand, and the tune so far. */
type Desk = {
  readonly cast: Cast<MelodyModel>;
  readonly task: MelodyTask;
  readonly random: Random;
  readonly tune: TuneNote[];
};

type Idea = { readonly notes: readonly TuneNote[]; readonly step: number };

type Place = {
  readonly step: number;
  readonly bars: number;
  readonly index: number;
  readonly isLast: boolean;
};

/** Which of its ideas a tune of so many ideas says when. */
export function drawPattern(count: number, random: Random): string {
  const known = PATTERNS[count - 1];
  if (known) return random.pick(known);
  return Array.from({ length: count }, (_, i) => "abac"[i % 4]).join("");
}

function newIdea(place: Place, { cast, task, random, tune }: Desk): TuneNote[] {
  const { stage, knobs } = task;
  const before = tune.at(-1);
  const source = cast.next();
  const model = cast.modelOf(source);
  const density = Math.min(model.rhythm.density, task.maxDensity);
  const drawn = drawRhythm(
    model.rhythm,
    { bars: place.bars, grid: stage.grid, knobs, density },
    random,
  );
  const playable = thinOnsets(drawn, Math.ceil(task.maxDensity * place.bars), stage.grid);
  const onsets = shapeEnd(playable, place, stage)
    .map((onset) => ({ ...onset, step: onset.step + place.step }));
  return drawIdea({
    model,
    source,
    stage,
    onsets,
    centre: task.centre + arch(place.index),
    ...(before ? { previous: soundOf(before, before.step, stage) } : {}),
    landing: landingOf(place, task),
    knobs,
  }, random);
}

function returnIdea(first: Idea, place: Place, { task, random }: Desk): TuneNote[] {
  const { stage } = task;
  const moved = first.notes.map((note) => ({ ...note, step: note.step - first.step }));
  const fitting = shapeEnd(cutOnsets(moved, place.bars * stage.grid.stepsPerBar), place, stage)
    .map((note) => ({ ...note, step: note.step + place.step }));
  const notes = restate(
    fitting,
    { stage, centre: task.centre, variation: task.knobs.variation },
    random,
  );
  return land(notes, landingOf(place, task), stage);
}

// The second of two ideas ends a phrase: its last bar comes to rest before the middle and breathes.
function shapeEnd<T extends Onset>(onsets: readonly T[], place: Place, { grid }: Stage): T[] {
  if (!place.isLast && place.index % 2 === 0) return [...onsets];
  const lastBar = (place.bars - 1) * grid.stepsPerBar;
  const middle = lastBar + Math.ceil(grid.beats / 2) * grid.stepsPerBeat;
  const kept = onsets.filter(({ step }) => step <= middle);
  const end = lastBar + grid.stepsPerBar - grid.stepsPerBeat;
  const last = kept.at(-1);
  if (!last) return [...onsets];
  const landing = last.step < lastBar ? { ...last, step: lastBar } : last;
  const before = cutOnsets(kept.slice(0, -1), landing.step);
  return [...before, { ...landing, steps: Math.max(grid.stepsPerBeat, end - landing.step) }];
}

function landingOf(place: Place, { isClosed }: MelodyTask): Landing {
  if (place.isLast) return isClosed ? "home" : "chord";
  return place.index % 2 === 1 ? "chord" : "free";
}

// A section rises to its third idea and comes back.
function arch(index: number): number {
  return [0, 1, 3, 0][index % 4]!;
}

// One to three steps lead into an idea from the rest before it, as often as the song does so.
function pickupTo(
  first: TuneNote | undefined,
  { cast, task, random, tune }: Desk,
): TuneNote[] {
  const { stage } = task;
  const last = tune.at(-1);
  if (!first || !last || !random.chance(cast.modelOf(first.source).pickups)) return [];
  const unit = Math.max(1, Math.floor(stage.grid.stepsPerBeat / 2));
  const room = first.step - Math.max(last.step + last.steps, first.step - 3 * unit);
  const count = Math.min(1 + random.below(3), Math.floor(room / unit));
  const target = soundOf(first, first.step, stage);
  const rises = soundOf(last, last.step, stage) <= target;
  return Array.from({ length: count }, (_, i): TuneNote => {
    const away = count - i;
    const step = first.step - away * unit;
    const { position } = degreeNear(target, first.step, stage);
    return {
      step,
      steps: unit,
      position: position + (rises ? -away : away),
      alter: 0,
      source: first.source,
    };
  }).filter((note) => isInside(note, stage));
}

function isInside(note: TuneNote, stage: Stage): boolean {
  const pitch = soundOf(note, note.step, stage);
  return pitch >= stage.lowest && pitch <= stage.highest;
}
