// Lets sustained notes answer the harmony: what sounds across a change of chord is struck again.

import type { ChordSpan } from "./harmony.ts";
import type { Onset } from "./rhythm.ts";

/** Cuts notes where the chord changes; a rest of at least `shortest` steps is struck anew. */
export function strikeAtChanges<T extends Onset>(
  notes: readonly T[],
  harmony: readonly ChordSpan[],
  shortest: number,
): T[] {
  const changes = harmony.filter((span, i) => isChange(harmony[i - 1], span))
    .map(({ step }) => step);
  const starts = new Set(notes.map(({ step }) => step));
  return notes.flatMap((note) => {
    const end = note.step + note.steps;
    const edges = [note.step, ...changes.filter((at) => at > note.step && at < end), end];
    return edges.slice(0, -1)
      .map((step, i) => ({ ...note, step, steps: edges[i + 1]! - step }))
      .filter(({ step, steps }, i) => i === 0 || (steps >= shortest && !starts.has(step)));
  }).sort((a, b) => a.step - b.step);
}

function isChange(before: ChordSpan | undefined, span: ChordSpan): boolean {
  return before !== undefined && (before.root !== span.root || before.quality !== span.quality);
}
