// Rhythm as a chain of beats. Each step of a beat is an onset, a hold or a rest, so that `x-.x`
// says when notes start and how long they last.

import { type Grid, strengthAt } from "../grid.ts";
import type { Knobs } from "../plan/knobs.ts";
import type { Random } from "../random.ts";
import { learnSequences, predict, type SequenceModel, temper } from "./sequence_model.ts";

export type Onset = { readonly step: number; readonly steps: number };

export type RhythmModel = {
  /** A token is the beat of the bar and its steps: `2x-x-`. */
  readonly cells: SequenceModel;
  /** Onsets per bar that has any. */
  readonly density: number;
  /** How often a bar repeats the rhythm of the bar before. */
  readonly echo: number;
  /** The song's bars as steps: `x--.x-x-…`. */
  readonly bars: readonly string[];
};

export type RhythmTask = {
  readonly bars: number;
  readonly grid: Grid;
  readonly knobs: Knobs;
  /** Onsets per bar to aim at; the song's own when left out. */
  readonly density?: number;
};

const CANDIDATES = 6;
/** Longer silences are not learnt. */
const MAX_SILENT_BEATS = 4;

/** Learns the beats of a line of single notes; gaps up to `legatoSteps` count as held. */
export function learnRhythm(
  notes: readonly Onset[],
  grid: Grid,
  legatoSteps: number,
): RhythmModel {
  const steps = drawSteps(notes, legatoSteps);
  const beats: string[] = [];
  for (let at = 0; at < steps.length; at += grid.stepsPerBeat) {
    beats.push(steps.slice(at, at + grid.stepsPerBeat).join("").padEnd(grid.stepsPerBeat, "."));
  }
  const bars = groupBars(beats, grid.beats);
  const sounding = bars.filter((bar) => bar.includes("x"));
  const echoes = sounding.filter((bar, i) => bar === sounding[i - 1]).length;
  const onsets = notes.length / Math.max(1, sounding.length);
  return {
    cells: learnSequences(splitAtSilence(beats, grid)),
    density: onsets,
    echo: echoes / Math.max(1, sounding.length),
    bars,
  };
}

/** Draws the onsets of whole bars; of several draws the one nearest to the wished density. */
export function drawRhythm(model: RhythmModel, task: RhythmTask, random: Random): Onset[] {
  const density = (task.density ?? model.density) * task.bars;
  let best: Onset[] = [];
  let bestCost = Infinity;
  for (let i = 0; i < CANDIDATES; i++) {
    const isLiteral = random.chance(task.knobs.literalness);
    const onsets = (isLiteral ? pickBars(model, task, density, random) : undefined) ??
      drawOnce(model, task, random);
    const cost = Math.abs(Math.log((onsets.length + 0.5) / (density + 0.5))) +
      (onsets.length === 0 ? 100 : 0) + lateness(onsets, task.grid) + 0.3 * random.next();
    if (cost < bestCost) [best, bestCost] = [onsets, cost];
  }
  return best.length > 0 ? best : [{ step: 0, steps: task.grid.stepsPerBeat }];
}

// A line that is silent at its start leaves a hole where a phrase should begin.
function lateness([first]: readonly Onset[], { stepsPerBeat }: Grid): number {
  return first ? 0.4 * Math.max(0, first.step / stepsPerBeat - 1) : 0;
}

/** Cuts a rhythm at `end`; what starts later is left out. */
export function cutOnsets<T extends Onset>(onsets: readonly T[], end: number): T[] {
  return onsets.filter(({ step }) => step < end)
    .map((onset) => ({ ...onset, steps: Math.min(onset.steps, end - onset.step) }));
}

/** Leaves out the least felt onsets until `most` remain; the notes before them last on. */
export function thinOnsets<T extends Onset>(onsets: readonly T[], most: number, grid: Grid): T[] {
  const weight = ({ step }: T) => strengthAt(grid, step) + (step % 2 === 0 ? 0.5 : 0);
  const kept = new Set(onsets.toSorted((a, b) => weight(b) - weight(a)).slice(0, most));
  const thinned: T[] = [];
  for (const onset of onsets) {
    const last = thinned.at(-1);
    if (kept.has(onset)) thinned.push(onset);
    else if (last) {
      thinned[thinned.length - 1] = { ...last, steps: onset.step + onset.steps - last.step };
    }
  }
  return thinned;
}

/** Bars with as many more or fewer onsets than wished are not taken as they are. */
const MAX_DENSITY_RATIO = 1.3;

// Bars of the song as they follow each other there, from an odd one on, as phrases begin; the more
// typical a rhythm is of the song, the likelier.
function pickBars(
  { bars }: RhythmModel,
  { bars: count, knobs }: RhythmTask,
  density: number,
  random: Random,
): Onset[] | undefined {
  const starts = [...bars.keys()].filter((i) => i % 2 === 0 && i + count <= bars.length);
  const runs = starts.map((start) => bars.slice(start, start + count).join(""))
    .filter((run) => {
      const onsets = run.split("x").length - 1;
      return onsets > 0 && Math.abs(Math.log(onsets / density)) <= Math.log(MAX_DENSITY_RATIO);
    });
  if (runs.length === 0) return undefined;
  const kinds = [...Map.groupBy(runs, (run) => run)];
  const weights = Float64Array.from(kinds, ([, alike]) => alike.length);
  return readOnsets(kinds[random.weighted(temper(weights, knobs.temperature))]![0]);
}

function drawOnce(model: RhythmModel, task: RhythmTask, random: Random): Onset[] {
  const { grid, bars } = task;
  const cells: string[] = [];
  while (cells.length < bars * grid.beats) {
    const isBarStart = cells.length > 0 && cells.length % grid.beats === 0;
    if (isBarStart && random.chance(model.echo)) cells.push(...cells.slice(-grid.beats));
    else cells.push(drawCell(model, cells, task, random));
  }
  return readOnsets(cells.map((cell) => cell.slice(1)).join(""));
}

function drawCell(
  model: RhythmModel,
  context: readonly string[],
  { grid, knobs }: RhythmTask,
  random: Random,
): string {
  const beat = String(context.length % grid.beats);
  const isSounding = context.length > 0 && !context.at(-1)!.endsWith(".");
  const { alphabet } = model.cells;
  const weights = predict(model.cells, context, knobs).map((weight, i) => {
    const cell = alphabet[i]!;
    return cell.startsWith(beat) && (isSounding || cell[1] !== "-") ? weight : 0;
  });
  if (!weights.some((weight) => weight > 0)) return beat + ".".repeat(grid.stepsPerBeat);
  return alphabet[random.weighted(temper(weights, knobs.temperature))]!;
}

function drawSteps(notes: readonly Onset[], legatoSteps: number): string[] {
  const steps: string[] = [];
  notes.forEach(({ step, steps: length }, i) => {
    const next = notes[i + 1]?.step ?? step + length;
    const end = next - (step + length) <= legatoSteps ? next : step + length;
    while (steps.length < step) steps.push(".");
    steps.push("x");
    while (steps.length < Math.min(end, next)) steps.push("-");
  });
  return steps;
}

// The beat is counted in one character; no grid has more than ten.
function splitAtSilence(beats: readonly string[], grid: Grid): string[][] {
  const silence = ".".repeat(grid.stepsPerBeat);
  const sequences: string[][] = [[]];
  let silent = MAX_SILENT_BEATS;
  beats.forEach((cell, i) => {
    silent = cell === silence ? silent + 1 : 0;
    if (silent > MAX_SILENT_BEATS) return;
    if (i % grid.beats === 0 && sequences.at(-1)!.length >= 4 * grid.beats) sequences.push([]);
    sequences.at(-1)!.push(`${i % grid.beats}${cell}`);
  });
  return sequences;
}

function groupBars(beats: readonly string[], perBar: number): string[] {
  const bars: string[] = [];
  for (let i = 0; i < beats.length; i += perBar) bars.push(beats.slice(i, i + perBar).join(""));
  return bars;
}

function readOnsets(steps: string): Onset[] {
  return [...steps.matchAll(/x-*/g)].map(({ index, 0: run }) => ({
    step: index,
    steps: run.length,
  }));
}
