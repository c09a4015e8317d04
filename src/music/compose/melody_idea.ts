// One melodic idea: a rhythm gets pitches that move as the song moves and agree with the chords.
// Several are drawn; the one that a listener would mind least is kept.

import type { Source } from "./composition.ts";
import type { Knobs } from "./knobs.ts";
import { type MelodyModel, parseMove, REPEAT, timedToken } from "./melody_model.ts";
import type { Random } from "./random.ts";
import type { Onset } from "./rhythm.ts";
import { modulo } from "./scale.ts";
import { predict, temper } from "./sequence_model.ts";
import {
  degreeNear,
  isChordTone,
  isStrong,
  nearestChordDegree,
  soundOf,
  type Stage,
  type TuneNote,
} from "./tune.ts";

/** How an idea ends: on the tonic, on a tone of its last chord, or anywhere. */
export type Landing = "home" | "chord" | "free";

export type IdeaTask = {
  readonly model: MelodyModel;
  readonly source: Source;
  readonly stage: Stage;
  readonly onsets: readonly Onset[];
  /** Pitch around which the idea moves. */
  readonly centre: number;
  /** Pitch of the note before, if any. */
  readonly previous?: number;
  readonly landing: Landing;
  readonly knobs: Knobs;
};

const CANDIDATES = 10;
const FIT = {
  strongStranger: 0.03,
  weakStranger: 0.6,
  leapToStranger: 0.2,
  unresolved: 0.05,
  runaway: 0.15,
};
/** More of a tune may not stand on one note. */
const MAX_REPEATS = 0.25;

/** Draws an idea on the given onsets. */
export function drawIdea(task: IdeaTask, random: Random): TuneNote[] {
  let best: TuneNote[] = [];
  let bestCost = Infinity;
  for (let i = 0; i < CANDIDATES; i++) {
    const candidate = drawOnce(task, random);
    const cost = ideaCost(candidate, task) + random.next();
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

/** Moves the last note to where the idea should land, and meets it by step if it can. */
export function land(notes: readonly TuneNote[], landing: Landing, stage: Stage): TuneNote[] {
  const last = notes.at(-1);
  if (!last || landing === "free") return [...notes];
  const degree = landing === "home"
    ? nearestHome(last.position, last.step, stage)
    : nearestChordDegree(last.position, last.step, stage);
  return [...notes.slice(0, -1), { ...last, ...degree }];
}

function nearestHome(position: number, step: number, stage: Stage): TuneNoteDegree {
  const below = position - modulo(position, 7);
  const homes = [below, below + 7, below - 7, below + 14]
    .sort((a, b) => Math.abs(a - position) - Math.abs(b - position))
    .map((home) => ({ position: home, alter: 0 }));
  const isInside = (degree: TuneNoteDegree) => {
    const pitch = soundOf(degree, step, stage);
    return pitch >= stage.lowest && pitch <= stage.highest;
  };
  return homes.find(isInside) ?? nearestChordDegree(position, step, stage);
}

type TuneNoteDegree = Pick<TuneNote, "position" | "alter">;

function drawOnce(task: IdeaTask, random: Random): TuneNote[] {
  const line: Line = { notes: [], moves: [], timed: [] };
  for (const onset of task.onsets) {
    if (line.notes.length > 0) drawMove(onset, line, task, random);
    else line.notes.push({ ...onset, ...drawFirst(onset, task, random), source: task.source });
  }
  return land(line.notes, task.landing, task.stage);
}

function drawFirst(onset: Onset, task: IdeaTask, random: Random): TuneNoteDegree {
  const near = task.previous === undefined
    ? task.centre
    : task.previous + 0.4 * (task.centre - task.previous);
  const pitch = near + 5 * random.spread();
  const degree = degreeNear(pitch, onset.step, task.stage);
  return isStrong(onset, task.stage)
    ? nearestChordDegree(degree.position, onset.step, task.stage)
    : clampDegree(degree, onset, task.stage);
}

/** An idea so far, and its moves as the models know them. */
type Line = { readonly notes: TuneNote[]; readonly moves: string[]; readonly timed: string[] };

function drawMove(onset: Onset, line: Line, task: IdeaTask, random: Random): void {
  const { moves } = task.model;
  const { notes } = line;
  const last = notes.at(-1)!;
  const ioi = onset.step - last.step;
  const weights = temper(moveWeights(task, line, ioi), task.knobs.temperature);
  const candidates = moves.alphabet.map((token): TuneNote => {
    const { delta, alter } = parseMove(token);
    return { ...onset, position: last.position + delta, alter, source: task.source };
  });
  const fits = weights.map((weight, i) => weight * fitOf(candidates[i]!, notes, task));
  const isLost = !fits.some((fit) => fit > 0);
  const chosen = random.weighted(fits);
  const token = isLost ? REPEAT : moves.alphabet[chosen]!;
  notes.push(
    isLost
      ? {
        ...onset,
        ...nearestChordDegree(last.position, onset.step, task.stage),
        source: task.source,
      }
      : candidates[chosen]!,
  );
  line.moves.push(token);
  line.timed.push(timedToken(token, ioi));
}

// What the song does at this pace, word by word, and what it does at any pace.
function moveWeights({ model, knobs }: IdeaTask, line: Line, ioi: number): Float64Array {
  const free = predict(model.moves, line.moves, knobs);
  const timed = predict(model.phrases, line.timed, knobs);
  const exact = free.map((_, i) => {
    const id = model.phrases.ids.get(timedToken(model.moves.alphabet[i]!, ioi));
    return id === undefined ? 0 : timed[id]!;
  });
  const sum = exact.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return free;
  return free.map((weight, i) =>
    knobs.literalness * exact[i]! / sum + (1 - knobs.literalness) * weight
  );
}

function fitOf(note: TuneNote, notes: readonly TuneNote[], task: IdeaTask): number {
  const { stage, centre } = task;
  const pitch = soundOf(note, note.step, stage);
  if (pitch < stage.lowest || pitch > stage.highest) return 0;
  const last = notes.at(-1)!;
  const from = soundOf(last, last.step, stage);
  const isStranger = !isChordTone(pitch, note.step, stage);
  let fit = Math.exp(-(((pitch - centre) / 9) ** 2));
  if (isStranger) fit *= isStrong(note, stage) ? FIT.strongStranger : FIT.weakStranger;
  if (isStranger && note.alter !== 0) {
    fit *= isStrong(note, stage) || note.steps > stage.grid.stepsPerBeat / 2 ? 0 : 0.5;
  }
  if (isStranger && Math.abs(pitch - from) > 4) fit *= FIT.leapToStranger;
  if (last.alter !== 0 && !isChordTone(from, last.step, stage) && !isStep(pitch - from)) {
    fit *= FIT.unresolved;
  }
  if (pitch === from) fit *= repeatFit(notes, task);
  const before = notes.at(-2);
  if (before) {
    const leap = from - soundOf(before, before.step, stage);
    const continues = Math.sign(leap) === Math.sign(pitch - from) && Math.abs(pitch - from) > 2;
    if (Math.abs(leap) > 5 && continues) fit *= FIT.runaway;
  }
  return fit;
}

function isStep(semitones: number): boolean {
  return Math.abs(semitones) === 1 || Math.abs(semitones) === 2;
}

// Riffs that hammer one note lend their rhythm, not all of their repeats.
function repeatFit(notes: readonly TuneNote[], { model, stage }: IdeaTask): number {
  const [a, b] = notes.slice(-2).map((note) => soundOf(note, note.step, stage));
  const own = Math.min(1, MAX_REPEATS / Math.max(model.repeats, 0.01));
  return own * (a === b ? 0.3 : 1);
}

// Strangers on strong beats, big leaps, a line that stands still or sits far from its place.
function ideaCost(notes: readonly TuneNote[], { model, stage, centre }: IdeaTask): number {
  const pitches = notes.map((note) => soundOf(note, note.step, stage));
  const leaps = pitches.slice(1).map((pitch, i) => pitch - pitches[i]!);
  const count = Math.max(1, leaps.length);
  const strangers =
    notes.filter((note, i) => isStrong(note, stage) && !isChordTone(pitches[i]!, note.step, stage))
      .length;
  const repeats = leaps.filter((leap) => leap === 0).length / count;
  const range = Math.max(...pitches) - Math.min(...pitches);
  const mean = pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length;
  const lastLeap = Math.abs(leaps.at(-1) ?? 0);
  return 2 * strangers + 0.6 * leaps.filter((leap) => Math.abs(leap) > 7).length +
    4 * Math.max(0, repeats - Math.min(model.repeats, MAX_REPEATS) - 0.1) +
    (notes.length >= 5 && range < 4 ? 1.5 : 0) + Math.max(0, range - 14) / 3 +
    Math.abs(mean - centre) / 5 + (lastLeap > 4 ? (lastLeap - 4) / 3 : 0);
}

function clampDegree(degree: TuneNoteDegree, { step }: Onset, stage: Stage): TuneNoteDegree {
  const pitch = soundOf(degree, step, stage);
  return pitch >= stage.lowest && pitch <= stage.highest
    ? degree
    : nearestChordDegree(degree.position, step, stage);
}
