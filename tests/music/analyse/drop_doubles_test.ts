import assert from "node:assert/strict";
import { dropDoubles } from "../../../src/music/analyse/drop_doubles.ts";
import type { GridTrack } from "../../../src/music/analyse/quantise.ts";
import { lineOf, type Spelt } from "../../support/piece_of.ts";

const TUNE = lineOf([72, 74, 76, 77, 79, 76, 74, 71, 72, 79], 3);

function track(name: string, notes: readonly Spelt[], { later = 0, higher = 0 } = {}): GridTrack {
  return {
    name,
    program: 0,
    isDrums: false,
    notes: notes.map(([step, steps, pitch]) => (
      { startStep: step + later, steps, pitch: pitch + higher, velocity: 80, offsetSteps: 0 }
    )),
  };
}

function kept(...tracks: readonly GridTrack[]): string[] {
  return dropDoubles(tracks).map(({ name }) => name);
}

Deno.test("dropDoubles drops a track that plays the same", () => {
  assert.deepEqual(kept(track("flute", TUNE), track("oboe", TUNE)), ["flute"]);
});

Deno.test("dropDoubles drops an echo up to two quarters later and keeps a canon", () => {
  assert.deepEqual(kept(track("lead", TUNE), track("echo", TUNE, { later: 8 })), ["lead"]);
  assert.deepEqual(kept(track("first", TUNE), track("second", TUNE, { later: 9 })), [
    "first",
    "second",
  ]);
});

Deno.test("dropDoubles drops a high octave and keeps a low one", () => {
  assert.deepEqual(kept(track("violin", TUNE), track("flute", TUNE, { higher: 12 })), ["violin"]);
  const bass = track("bass", TUNE, { higher: -36 });
  assert.deepEqual(kept(bass, track("guitar", TUNE, { higher: -24 })), ["bass", "guitar"]);
});

Deno.test("dropDoubles keeps a bass that a guitar plays among its chords", () => {
  const chords = TUNE.flatMap((
    [step, steps, pitch],
  ): Spelt[] => [[step, steps, pitch], [step, steps, pitch + 7]]);
  assert.deepEqual(kept(track("guitar", chords), track("bass", TUNE)), ["guitar", "bass"]);
});

Deno.test("dropDoubles keeps a second voice a third below", () => {
  assert.deepEqual(kept(track("first", TUNE), track("second", TUNE, { higher: -4 })), [
    "first",
    "second",
  ]);
});
