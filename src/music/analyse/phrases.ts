// Where a melody breathes: after rests and long notes, and where something begins that was heard before.

import type { PartNote, Phrase } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";

/** Cuts a melody, sorted by start, into phrases; none when it has no notes. */
export function findPhrases(
  melody: readonly PartNote[],
  { stepsPerBar }: Pick<BarGrid, "stepsPerBar">,
): Phrase[] {
  const breaths = breathsBefore(melody, stepsPerBar);
  const starts = bestStarts(melody, breaths, stepsPerBar);
  return starts.map((start, index) => {
    const last = melody[(starts[index + 1] ?? melody.length) - 1]!;
    const { startStep } = melody[start]!;
    return { startStep, steps: last.startStep + last.steps - startStep };
  });
}

/** A phrase is at most so many bars long, unless a single wait is longer. */
const MAX_BARS = 8;
/** A usual phrase has so many steps, or twice as many, in whole bars. */
const USUAL_STEPS = 32;
/** What a phrase of half or twice a usual length costs. */
const ODD_LENGTH_COST = 1;
/** What every phrase costs, so that a phrase takes more than a small breath. */
const PHRASE_COST = 0.6;

/** How many notes around a wait tell whether it is long. */
const NEIGHBOURS = 6;
const REST_WEIGHT = 0.7;
const RETURN_WEIGHT = 0.6;
const BAR_WEIGHT = 0.2;
const REST_STEPS = 4;

/** How much speaks for a new phrase at each note. */
function breathsBefore(melody: readonly PartNote[], stepsPerBar: number): Float64Array {
  const returns = findReturns(melody);
  return Float64Array.from(melody, (note, index) => {
    const last = melody[index - 1];
    if (!last) return 0;
    const rest = note.startStep - last.startStep - last.steps;
    return longWait(melody, index) + REST_WEIGHT * Math.min(1, rest / REST_STEPS) +
      (returns.has(index) ? RETURN_WEIGHT : 0) +
      (note.startStep % stepsPerBar === 0 ? BAR_WEIGHT : 0);
  });
}

/** 0 when the wait before a note is as long as those around it, 1 when it is four times as long. */
function longWait(melody: readonly PartNote[], index: number): number {
  const from = Math.max(1, index - NEIGHBOURS);
  const to = Math.min(melody.length - 1, index + NEIGHBOURS);
  const waits: number[] = [];
  for (let other = from; other <= to; other++) waits.push(waitBefore(melody, other));
  const usual = waits.sort((a, b) => a - b)[waits.length >> 1]!;
  return Math.min(1, Math.max(0, Math.log2(waitBefore(melody, index) / usual) / 2));
}

function waitBefore(melody: readonly PartNote[], index: number): number {
  return melody[index]!.startStep - melody[index - 1]!.startStep;
}

/** This many moves heard twice are no chance. */
const RETURN_MOVES = 5;

/** The notes from which on the melody does what it did elsewhere, though it came there in another way. */
function findReturns(melody: readonly PartNote[]): Set<number> {
  const moves = melody.slice(1).map((note, index) =>
    `${note.pitch - melody[index]!.pitch}:${waitBefore(melody, index + 1)}`
  );
  const places = new Map<string, number[]>();
  for (let start = 0; start + RETURN_MOVES <= moves.length; start++) {
    const run = moves.slice(start, start + RETURN_MOVES).join(" ");
    const known = places.get(run);
    if (known) known.push(start);
    else places.set(run, [start]);
  }
  const alike = [...places.values()].filter((starts) =>
    starts.length > 1 && new Set(starts.map((start) => moves[start - 1])).size > 1
  );
  return new Set(alike.flat());
}

/** The first notes of the phrases that together have the best breaths and the most usual lengths. */
function bestStarts(
  melody: readonly PartNote[],
  breaths: Float64Array,
  stepsPerBar: number,
): number[] {
  if (melody.length === 0) return [];
  const maxSteps = MAX_BARS * stepsPerBar;
  const costs = lengthCosts(maxSteps, stepsPerBar);
  const best = new Float64Array(melody.length + 1).fill(-Infinity);
  const previous = new Uint32Array(melody.length + 1);
  best[0] = 0;
  for (let end = 1; end <= melody.length; end++) {
    const breath = breaths[end] ?? 0;
    for (let start = end - 1; start >= 0; start--) {
      const steps = lengthSteps(melody, start, end);
      if (steps > maxSteps && start < end - 1) break;
      const score = best[start]! + breath - PHRASE_COST - costs[Math.min(steps, maxSteps)]!;
      if (score > best[end]!) {
        best[end] = score;
        previous[end] = start;
      }
    }
  }
  const starts: number[] = [];
  for (let end = melody.length; end > 0; end = previous[end]!) starts.push(previous[end]!);
  return starts.reverse();
}

/** From the start of a phrase to the start of the next. */
function lengthSteps(melody: readonly PartNote[], start: number, end: number): number {
  const last = melody[end - 1]!;
  return (melody[end]?.startStep ?? last.startStep + last.steps) - melody[start]!.startStep;
}

/** For each length in steps: the fewer octaves from a usual length, or from twice that, the less. */
function lengthCosts(maxSteps: number, stepsPerBar: number): Float64Array {
  const usualBars = 2 ** Math.max(0, Math.round(Math.log2(USUAL_STEPS / stepsPerBar)));
  const usual = usualBars * stepsPerBar;
  return Float64Array.from({ length: maxSteps + 1 }, (_, steps) => {
    const octaves = [usual, 2 * usual].map((length) => Math.abs(Math.log2(steps / length)));
    return ODD_LENGTH_COST * Math.min(...octaves);
  });
}
