// How much every bar sounds like every other, seen from several viewpoints.

import type { Part, PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";

/** The similarity of two bars, 0–1; 1 for a bar and itself. */
export type Similarity = (bar: number, other: number) => number;

/** Compares the bars by pitch classes in time, rhythm, drums and how busy each part is. */
export function compareBars(parts: readonly Part[], grid: BarGrid): Similarity {
  const { bars } = grid;
  const vectors = barVectors(viewpoints(parts, grid).filter((view) => view.parts.length > 0), grid);
  const matrix = new Float32Array(bars * bars);
  vectors.forEach((vector, bar) => {
    const places = nonZero(vector);
    for (let other = 0; other <= bar; other++) {
      const likeness = dot(vector, vectors[other]!, places);
      matrix[bar * bars + other] = likeness;
      matrix[other * bars + bar] = likeness;
    }
  });
  return (bar, other) => matrix[bar * bars + other]!;
}

type Viewpoint = {
  /** Its share among the viewpoints that have notes. */
  readonly weight: number;
  readonly size: number;
  readonly parts: readonly Part[];
  /** Where a note counts. */
  readonly place: (note: PartNote, stepInBar: number, part: number) => number;
  /** How much it counts. @default 1 */
  readonly amount?: (note: PartNote) => number;
};

/** Places in a bar at which pitch classes are compared. */
const SLOTS = 4;
const DRUM_SOUNDS = 3;

/** The tune counts as much as all that accompanies it: two verses share their chords more often. */
function viewpoints(parts: readonly Part[], { stepsPerBar }: BarGrid): Viewpoint[] {
  const melody = parts.filter(({ role }) => role === "melody");
  const drums = parts.filter(({ role }) => role === "drums");
  const pitched = parts.filter(({ role }) => role !== "drums");
  const harmony = pitched.filter(({ role }) => role !== "melody");
  const slotOf = (step: number) => Math.floor(step * SLOTS / stepsPerBar);
  const pitches: Omit<Viewpoint, "weight" | "parts"> = {
    size: SLOTS * 12,
    place: ({ pitch }, step) => slotOf(step) * 12 + pitch % 12,
    amount: ({ steps }) => Math.sqrt(steps),
  };
  const hits: Omit<Viewpoint, "weight" | "parts"> = {
    size: stepsPerBar * DRUM_SOUNDS,
    place: ({ pitch }, step) => step * DRUM_SOUNDS + drumSound(pitch),
  };
  return [
    { weight: 0.4, parts: melody, ...pitches },
    { weight: 0.2, parts: harmony, ...pitches },
    { weight: 0.15, parts: pitched, size: stepsPerBar, place: (_, step) => step },
    { weight: 0.15, parts: drums, ...hits },
    { weight: 0.1, parts, size: parts.length, place: (_note, _step, part) => part },
  ];
}

/** 0 bass drum, 1 snare, 2 the rest. */
function drumSound(pitch: number): number {
  if (pitch === 35 || pitch === 36) return 0;
  return pitch >= 37 && pitch <= 40 ? 1 : 2;
}

/**
 * One vector for each bar, the viewpoints side by side. Each is as long as its weight says, so that
 * the product of two vectors is the weighted mean of how alike the viewpoints find them.
 */
function barVectors(used: readonly Viewpoint[], grid: BarGrid): Float64Array[] {
  const weights = used.reduce((sum, { weight }) => sum + weight, 0);
  const length = used.reduce((sum, { size }) => sum + size + 1, 0);
  const vectors = Array.from({ length: grid.bars }, () => new Float64Array(length));
  let start = 0;
  for (const viewpoint of used) {
    const end = start + viewpoint.size + 1;
    const views = vectors.map((vector) => vector.subarray(start, end));
    countNotes(views, viewpoint, grid);
    for (const view of views) scaleTo(view, Math.sqrt(viewpoint.weight / weights));
    start = end;
  }
  return vectors;
}

function countNotes(
  views: readonly Float64Array[],
  { parts, place, amount }: Viewpoint,
  { stepsPerBar }: BarGrid,
): void {
  parts.forEach(({ notes }, part) => {
    for (const note of notes) {
      const bar = Math.floor(note.startStep / stepsPerBar);
      const index = place(note, note.startStep - bar * stepsPerBar, part);
      views[bar]![index]! += amount ? amount(note) : 1;
    }
  });
}

/** Makes a vector that long; its last place says silence, so that silent bars are alike. */
function scaleTo(vector: Float64Array, length: number): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) {
    vector[vector.length - 1] = length;
    return;
  }
  const scale = length / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index++) vector[index]! *= scale;
}

function nonZero(vector: Float64Array): Uint16Array {
  const places = new Uint16Array(vector.length);
  let count = 0;
  for (let index = 0; index < vector.length; index++) {
    if (vector[index] !== 0) places[count++] = index;
  }
  return places.subarray(0, count);
}

function dot(a: Float64Array, b: Float64Array, places: Uint16Array): number {
  let product = 0;
  for (let index = 0; index < places.length; index++) {
    product += a[places[index]!]! * b[places[index]!]!;
  }
  return product;
}
