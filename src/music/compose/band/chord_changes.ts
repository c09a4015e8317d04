// Lets sustained notes answer the harmony: what sounds across a change of chord is struck again.

import type { ChordSpan } from "../harmony.ts";
import type { Onset } from "../learn/rhythm.ts";

/** Cuts notes where the chord changes; a rest of at least `shortest` steps is struck anew. */
export function strikeAtChanges<T extends Onset>(
  notes: readonly T[],
  harmony: readonly ChordSpan[],
  shortest: number,
): T[] {
  const changes = harmony.filter((span, i) => isChange(harmony[i - 1], span))
    .map(({ step }) => step);
  const taken = new Set(notes.map(({ step }) => step));
  const struck: T[] = [];
  for (const note of notes) {
    const end = note.step + note.steps;
    const edges = [note.step, ...changes.filter((at) => at > note.step && at < end), end];
    edges.slice(0, -1).forEach((step, i) => {
      const steps = edges[i + 1]! - step;
      if (i > 0 && (steps < shortest || taken.has(step))) return;
      taken.add(step);
      struck.push({ ...note, step, steps });
    });
  }
  return struck.sort((a, b) => a.step - b.step);
}

function isChange(before: ChordSpan | undefined, span: ChordSpan): boolean {
  return before !== undefined && (before.root !== span.root || before.quality !== span.quality);
}
