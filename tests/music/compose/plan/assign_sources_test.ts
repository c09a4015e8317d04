import assert from "node:assert/strict";
import { assignSources, type Slot } from "../../../../src/music/compose/plan/assign_sources.ts";
import { blendShares } from "../../../../src/music/compose/plan/blend.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import { OPTIONS } from "../../../support/composing.ts";

const TASK = {
  shares: blendShares(OPTIONS),
  floors: [0.2, 0.2, 0.2] as const,
  jitter: 0.7,
};

function slot(aspect: Slot["aspect"], notes: number): Slot {
  return { aspect, size: 1, notes: [notes, notes, notes] };
}

const MANY_DRUMS = Array.from({ length: 6 }, () => slot("drums", 200));
const SOME_TUNES = Array.from({ length: 8 }, () => slot("melody", 20));

Deno.test("each role has its leader, and each song its floor where loud roles are shared", () => {
  const slots = [...MANY_DRUMS, ...SOME_TUNES];
  const sources = assignSources(slots, TASK, createRandom(1));
  const notes = [0, 0, 0];
  slots.forEach((one, i) => notes[sources[i]!]! += one.notes[sources[i]!]!);
  const all = notes.reduce((sum, count) => sum + count);
  assert.ok(notes.every((count) => count / all >= 0.15), String(notes));
  assert.ok(sources.slice(0, 6).filter((source) => source === 1).length >= 3);
  assert.ok(sources.slice(6).filter((source) => source === 2).length >= 4);
});

Deno.test("a song that cannot play a slot never has it", () => {
  const slots = MANY_DRUMS.map((one) => ({ ...one, notes: [200, NaN, 200] as const }));
  assert.ok(assignSources(slots, TASK, createRandom(1)).every((source) => source !== 1));
});

Deno.test("a song without share of an aspect has nothing of it", () => {
  const shares = blendShares({ ...OPTIONS, weights: [1, 0, 1] });
  const slots = [...MANY_DRUMS, ...SOME_TUNES];
  const sources = assignSources(slots, { ...TASK, shares }, createRandom(1));
  assert.ok(sources.every((source) => source !== 1));
});

Deno.test("another seed casts otherwise where it makes no difference", () => {
  const casts = [1, 2, 3, 4].map((seed) =>
    assignSources(SOME_TUNES, TASK, createRandom(seed)).join()
  );
  assert.ok(new Set(casts).size > 1);
});
