// One melodic idea: a rhythm gets pitches that move as the song moves and agree with the chords.
// Several are drawn; the one that a listener would mind least is kept.

import type { Source } from "../composition.ts";
import type { Knobs } from "../plan/knobs.ts";
import { type LookAhead, lookAhead } from "./look_ahead.ts";
import { type MelodyModel, parseMove, REPEAT, timedToken } from "../learn/melody_model.ts";
import { fitOf, MAX_REPEATS, standingOf, STRANGER_FIT } from "./melody_fit.ts";
import { weighMoves } from "./move_weights.ts";
import type { Random } from "../random.ts";
import type { Onset } from "../learn/rhythm.ts";
import { type Degree, modulo } from "../scale.ts";
import { temper } from "../learn/sequence_model.ts";
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

/** Draws an idea on the given onsets. */
export function drawIdea(task: IdeaTask, random: Random): TuneNote[] {
  const ahead = lookAheadIn(task);
  let best: TuneNote[] = [];
  let bestCost = Infinity;
  for (let i = 0; i < CANDIDATES; i++) {
    const candidate = drawOnce(task, ahead, random);
    const cost = ideaCost(candidate, task) + task.knobs.temperature * random.next();
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

// Where nothing lands as wished, as in a song that only climbs, the landing is left to `land`.
function lookAheadIn(task: IdeaTask): LookAhead {
  const { model, onsets, stage, knobs, landing } = task;
  const low = degreeNear(stage.lowest, onsets[0]?.step ?? 0, stage).position - 1;
  const high = degreeNear(stage.highest, onsets[0]?.step ?? 0, stage).position + 1;
  const stand = (degree: Degree, index: number) =>
    standingOf({ ...onsets[index]!, ...degree }, task);
  const base = { model, onsets, knobs, positions: [low, high] as const, stand };
  const last = onsets.at(-1);
  if (!last || landing === "free") return lookAhead({ ...base, mayEndOn: () => true });
  const wished = lookAhead({
    ...base,
    mayEndOn: (degree) => isLanding(degree, last.step, landing, stage),
  });
  const canLand = Array.from({ length: high - low + 1 }, (_, i) => low + i)
    .some((position) => wished({ position, alter: 0 }, 0) > 0);
  return canLand ? wished : lookAhead({ ...base, mayEndOn: () => true });
}

function isLanding(
  degree: Degree,
  step: number,
  landing: "home" | "chord",
  stage: Stage,
): boolean {
  if (degree.alter !== 0) return false;
  return landing === "home"
    ? modulo(degree.position, 7) === 0
    : isChordTone(soundOf(degree, step, stage), step, stage);
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

function nearestHome(position: number, step: number, stage: Stage): Degree {
  const below = position - modulo(position, 7);
  const homes = [below, below + 7, below - 7, below + 14]
    .sort((a, b) => Math.abs(a - position) - Math.abs(b - position))
    .map((home) => ({ position: home, alter: 0 }));
  const isInside = (degree: Degree) => {
    const pitch = soundOf(degree, step, stage);
    return pitch >= stage.lowest && pitch <= stage.highest;
  };
  return homes.find(isInside) ?? nearestChordDegree(position, step, stage);
}

function drawOnce(task: IdeaTask, ahead: LookAhead, random: Random): TuneNote[] {
  const line: Line = { notes: [], moves: [], timed: [] };
  task.onsets.forEach((onset, index) => {
    if (index > 0) return drawMove(index, line, { task, ahead, random });
    const degree = drawFirst(onset, task, ahead, random);
    line.notes.push({ ...onset, ...degree, source: task.source });
  });
  return land(line.notes, task.landing, task.stage);
}

/** How far from its wish, in semitones, an idea may start. */
const START_REACH = 7;

function drawFirst(
  onset: Onset,
  task: IdeaTask,
  ahead: LookAhead,
  random: Random,
): Degree {
  const { stage, centre, previous } = task;
  const near = (previous === undefined ? centre : previous + 0.4 * (centre - previous)) +
    2 * random.spread();
  const { position } = degreeNear(near, onset.step, stage);
  const starts = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((shift) => ({
    position: position + shift,
    alter: 0,
  }));
  const weights = starts.map((degree) => {
    const pitch = soundOf(degree, onset.step, stage);
    if (pitch < stage.lowest || pitch > stage.highest) return 0;
    const isStranger = !isChordTone(pitch, onset.step, stage);
    const stranger = STRANGER_FIT[isStrong(onset, stage) ? "strong" : "weak"];
    const distance = Math.abs(pitch - near) / START_REACH;
    return ahead(degree, 0) * Math.exp(-2 * distance ** 2) * (isStranger ? stranger : 1);
  });
  return weights.some((weight) => weight > 0)
    ? starts[random.weighted(weights)]!
    : nearestChordDegree(position, onset.step, stage);
}

/** An idea so far, and its moves as the models know them. */
type Line = { readonly notes: TuneNote[]; readonly moves: string[]; readonly timed: string[] };

type Drawing = { readonly task: IdeaTask; readonly ahead: LookAhead; readonly random: Random };

function drawMove(index: number, line: Line, { task, ahead, random }: Drawing): void {
  const { model, knobs, stage } = task;
  const { alphabet } = model.moves;
  const { notes } = line;
  const onset = task.onsets[index]!;
  const last = notes.at(-1)!;
  const ioi = onset.step - last.step;
  const weights = temper(weighMoves(model, line, knobs)(ioi, last.position), knobs.temperature);
  const candidates = alphabet.map((token): TuneNote => {
    const { delta, alter } = parseMove(token);
    return { ...onset, position: last.position + delta, alter, source: task.source };
  });
  const fits = weights.map((weight, i) => {
    const follows = weight === 0 ? 0 : ahead(candidates[i]!, index);
    return follows === 0 ? 0 : weight * follows * fitOf(candidates[i]!, notes, task);
  });
  const isLost = !fits.some((fit) => fit > 0);
  const chosen = random.weighted(fits);
  const token = isLost ? REPEAT : alphabet[chosen]!;
  notes.push(
    isLost
      ? { ...onset, ...nearestChordDegree(last.position, onset.step, stage), source: task.source }
      : candidates[chosen]!,
  );
  line.moves.push(token);
  line.timed.push(timedToken(token, ioi, notes.at(-1)!.position));
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
  return 0.6 * strangers + 0.6 * leaps.filter((leap) => Math.abs(leap) > 7).length +
    4 * Math.max(0, repeats - Math.min(model.repeats, MAX_REPEATS) - 0.1) +
    (notes.length >= 5 && range < 4 ? 1.5 : 0) + Math.max(0, range - 14) / 3 +
    Math.abs(mean - centre) / 5 + (lastLeap > 4 ? (lastLeap - 4) / 3 : 0);
}
