// How much every bar sounds like every other, seen from several viewpoints.

import type { Part, PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";

/** The similarity of two bars, 0–1; 1 for a bar and itself. */
export type Similarity = (bar: number, other: number) => number;

/** Compares the bars by pitch classes in time, rhythm, drums and how busy each part is. */
export function compareBars(parts: readonly Part[], grid: BarGrid): Similarity {
  const { bars } = grid;
  const matrix = new Float32Array(bars * bars);
  const used = viewpoints(parts, grid).filter(({ notes }) => notes.length > 0);
  const weights = used.reduce((sum, { weight }) => sum + weight, 0);
  for (const viewpoint of used) {
    addLikeness(matrix, unitVectors(viewpoint, grid), viewpoint.weight / weights);
  }
  return (bar, other) => matrix[bar * bars + other]!;
}

type Viewpoint = {
  /** Its share among the viewpoints that have notes. */
  readonly weight: number;
  readonly size: number;
  readonly notes: readonly PartNote[];
  /** Where a note counts, and how much. */
  readonly count: (note: PartNote, stepInBar: number) => readonly [index: number, amount: number];
};

/** Places in a bar at which pitch classes are compared. */
const SLOTS = 4;
const DRUM_SOUNDS = 3;

function viewpoints(parts: readonly Part[], { stepsPerBar }: BarGrid): Viewpoint[] {
  const drums = parts.filter(({ role }) => role === "drums").flatMap(({ notes }) => notes);
  const pitched = parts.filter(({ role }) => role !== "drums");
  const notes = pitched.flatMap((part) => part.notes);
  const partOf = new Map(pitched.flatMap((part, index) => part.notes.map((note) => [note, index])));
  const slotOf = (step: number) => Math.floor(step * SLOTS / stepsPerBar);
  return [{
    weight: 0.5,
    size: SLOTS * 12,
    notes,
    count: ({ pitch, steps }, step) => [slotOf(step) * 12 + pitch % 12, Math.sqrt(steps)],
  }, {
    weight: 0.2,
    size: stepsPerBar,
    notes,
    count: (_, step) => [step, 1],
  }, {
    weight: 0.15,
    size: stepsPerBar * DRUM_SOUNDS,
    notes: drums,
    count: ({ pitch }, step) => [step * DRUM_SOUNDS + drumSound(pitch), 1],
  }, {
    weight: 0.15,
    size: pitched.length,
    notes,
    count: (note) => [partOf.get(note)!, 1],
  }];
}

/** 0 bass drum, 1 snare, 2 the rest. */
function drumSound(pitch: number): number {
  if (pitch === 35 || pitch === 36) return 0;
  return pitch >= 37 && pitch <= 40 ? 1 : 2;
}

function addLikeness(matrix: Float32Array, vectors: readonly Float64Array[], weight: number): void {
  vectors.forEach((vector, bar) => {
    for (let other = 0; other <= bar; other++) {
      const likeness = weight * dot(vector, vectors[other]!);
      matrix[bar * vectors.length + other]! += likeness;
      if (other < bar) matrix[other * vectors.length + bar]! += likeness;
    }
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let product = 0;
  for (let index = 0; index < a.length; index++) product += a[index]! * b[index]!;
  return product;
}

/** One vector of length 1 for each bar; its last place says silence, so that silent bars are alike. */
function unitVectors({ notes, size, count }: Viewpoint, { bars, stepsPerBar }: BarGrid) {
  const vectors = Array.from({ length: bars }, () => new Float64Array(size + 1));
  for (const note of notes) {
    const bar = Math.floor(note.startStep / stepsPerBar);
    const [index, amount] = count(note, note.startStep - bar * stepsPerBar);
    vectors[bar]![index]! += amount;
  }
  return vectors.map(toUnit);
}

function toUnit(vector: Float64Array): Float64Array {
  const norm = Math.hypot(...vector);
  if (norm > 0) return vector.map((value) => value / norm);
  vector[vector.length - 1] = 1;
  return vector;
}
