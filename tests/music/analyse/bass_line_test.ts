import assert from "node:assert/strict";
import { bassLine } from "../../../src/music/analyse/bass_line.ts";
import { type Spelt } from "../../support/piece_of.ts";

function bassOf(notes: readonly Spelt[]): string[] {
  const sorted = notes.toSorted((a, b) => a[0] - b[0] || a[2] - b[2]);
  const grid = sorted.map(([startStep, steps, pitch]) => (
    { startStep, steps, pitch, velocity: 80, offsetSteps: 0 }
  ));
  return bassLine(grid).map(({ startStep, pitch }) => `${startStep}:${pitch}`);
}

function chord(step: number, ...pitches: readonly number[]): Spelt[] {
  return pitches.map((pitch): Spelt => [step, 2, pitch]);
}

Deno.test("bassLine keeps every note of a bass player, leaps and all", () => {
  assert.deepEqual(bassOf([[0, 2, 36], [2, 2, 48], [4, 1, 43], [5, 1, 40]]), [
    "0:36",
    "2:48",
    "4:43",
    "5:40",
  ]);
});

Deno.test("bassLine hears root and fifth take turns under the chords of a rag", () => {
  const bar = [...chord(0, 48), ...chord(2, 52, 55, 60), ...chord(4, 43), ...chord(6, 52, 55, 60)];
  assert.deepEqual(bassOf(bar), ["0:48", "4:43"]);
});

Deno.test("bassLine hears one bass note in a bar of a waltz", () => {
  const bar = [...chord(0, 48), ...chord(4, 52, 55, 60), ...chord(8, 52, 55, 60)];
  assert.deepEqual(bassOf(bar), ["0:48"]);
});

Deno.test("bassLine follows the lower of two voices through its leaps", () => {
  const bar = [...chord(0, 48, 64), ...chord(4, 55, 62), ...chord(8, 52, 60), ...chord(12, 57, 60)];
  assert.deepEqual(bassOf(bar), ["0:48", "4:55", "8:52", "12:57"]);
});

Deno.test("bassLine takes the deepest notes of broken chords", () => {
  const sixteenths = [48, 55, 52, 55, 48, 55, 52, 55].map((pitch, step): Spelt => [step, 1, pitch]);
  const eighths = [53, 60, 57, 60, 53, 60, 57, 60].map((
    pitch,
    index,
  ): Spelt => [index * 2, 2, pitch]);
  assert.deepEqual(bassOf(sixteenths), ["0:48", "4:48"]);
  assert.deepEqual(bassOf(eighths), ["0:53", "8:53"]);
});

Deno.test("bassLine makes nothing of nothing", () => {
  assert.deepEqual(bassOf([]), []);
});
