import assert from "node:assert/strict";
import type { FoundKeys } from "../../../src/music/analyse/key.ts";
import { findKeys } from "../../../src/music/analyse/key.ts";
import { keyName } from "../../../src/music/analyse/key_name.ts";
import { pitchClassSteps } from "../../../src/music/analyse/pitch_classes.ts";
import { chordsOf, type Spelt, transposed } from "../../support/piece_of.ts";

// A bar each of tonic, subdominant, dominant, tonic, with a tune of the scale above.
const MAJOR: readonly Spelt[] = [
  ...chordsOf([[48, 64, 67], [53, 69, 72], [55, 71, 74], [48, 64, 72]], 16),
  [0, 4, 76],
  [4, 4, 74],
  [16, 4, 77],
  [40, 4, 79],
  [44, 4, 81],
];
const MINOR: readonly Spelt[] = [
  ...chordsOf([[45, 60, 64], [50, 65, 69], [52, 68, 71], [45, 60, 69]], 16),
  [0, 4, 72],
  [4, 4, 71],
  [40, 4, 74],
];

function keysOf(notes: readonly Spelt[], bars: number): FoundKeys {
  const grid = notes.map(([startStep, steps, pitch]) => (
    { startStep, steps, pitch, velocity: 80, offsetSteps: 0 }
  ));
  return findKeys(pitchClassSteps(grid, { count: bars, stepsPerSpan: 16 }), 16);
}

function inAllKeys(notes: readonly Spelt[]): string[] {
  return Array.from({ length: 12 }, (_, up) => keyName(keysOf(transposed(notes, up), 4).main));
}

function inBars(notes: readonly Spelt[], bar: number): Spelt[] {
  return notes.map(([step, steps, pitch]) => [step + bar * 16, steps, pitch]);
}

Deno.test("findKeys names the tonic of a major cadence in all twelve keys", () => {
  assert.deepEqual(inAllKeys(MAJOR), [
    "C major",
    "Db major",
    "D major",
    "Eb major",
    "E major",
    "F major",
    "F# major",
    "G major",
    "Ab major",
    "A major",
    "Bb major",
    "B major",
  ]);
});

Deno.test("findKeys names the tonic of a minor cadence in all twelve keys", () => {
  assert.deepEqual(inAllKeys(MINOR), [
    "A minor",
    "Bb minor",
    "B minor",
    "C minor",
    "C# minor",
    "D minor",
    "Eb minor",
    "E minor",
    "F minor",
    "F# minor",
    "G minor",
    "G# minor",
  ]);
});

Deno.test("findKeys follows a song into another key and takes the longer one for the main key", () => {
  const far = transposed(MAJOR, 6);
  const song = [0, 4, 8, 12].flatMap((bar) => inBars(MAJOR, bar))
    .concat([16, 20].flatMap((bar) => inBars(far, bar)));
  const { main, areas } = keysOf(song, 24);
  assert.equal(keyName(main), "C major");
  assert.deepEqual(areas.map(({ key, startBar, bars }) => [keyName(key), startBar, bars]), [
    ["C major", 0, 16],
    ["F# major", 16, 8],
  ]);
});

Deno.test("findKeys does not leave the key for a borrowed chord", () => {
  const borrowed = chordsOf([[48, 64, 67], [56, 60, 63], [53, 56, 60], [48, 64, 67]], 16);
  const { areas } = keysOf([...inBars(MAJOR, 0), ...inBars(borrowed, 4), ...inBars(MAJOR, 8)], 12);
  assert.deepEqual(areas.map(({ key }) => keyName(key)), ["C major"]);
});

Deno.test("findKeys is surer of a clear key than of a chromatic one", () => {
  const chromatic = Array.from({ length: 64 }, (_, step): Spelt => [step, 1, 60 + step % 12]);
  const clear = keysOf(MAJOR, 4).confidence;
  const unclear = keysOf(chromatic, 4).confidence;
  assert.ok(clear > 0.3 && clear <= 1, `${clear}`);
  assert.ok(unclear >= 0 && unclear < 0.1, `${unclear}`);
});

Deno.test("findKeys gives a key even where nothing sounds", () => {
  const { confidence, areas } = keysOf([], 3);
  assert.equal(confidence, 0);
  assert.deepEqual(areas.map(({ startBar, bars }) => [startBar, bars]), [[0, 3]]);
});
