import assert from "node:assert/strict";
import {
  avoidCopies,
  createCopyGuard,
  type Sounding,
} from "../../../src/music/compose/originality.ts";
import type { Tone } from "../../../src/music/compose/tone.ts";

const LONGEST = 7;
const SONG = [60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72].map((pitch, i) => ({
  pitch,
  step: 4 * i,
}));

function tonesOf(line: readonly Sounding[]): Tone[] {
  return line.map(({ step, pitch }) => ({ step, pitch, steps: 4, velocity: 80, source: 0 }));
}

function moved(line: readonly Sounding[], by: number): Sounding[] {
  return line.map(({ step, pitch }) => ({ step: step + 32, pitch: pitch + by }));
}

const nextTo = ({ pitch }: Tone) => [pitch + 1, pitch - 1, pitch + 2];

Deno.test("seven tokens of a song may be quoted, the eighth is another note", () => {
  const guard = createCopyGuard([SONG], LONGEST);
  const kept = avoidCopies(tonesOf(SONG.slice(0, 10)), guard, [], nextTo);
  assert.deepEqual(kept.slice(0, 8).map(({ pitch }) => pitch), [60, 62, 64, 65, 67, 65, 64, 62]);
  assert.equal(kept[8]!.pitch, 61);
  assert.equal(kept.length, 10);
});

Deno.test("a transposed quotation is a quotation", () => {
  const guard = createCopyGuard([SONG], LONGEST);
  const line = moved(SONG.slice(0, 9), 5);
  assert.notEqual(avoidCopies(tonesOf(line), guard, [], nextTo)[8]!.pitch, line[8]!.pitch);
});

Deno.test("other rhythm makes it another tune", () => {
  const guard = createCopyGuard([SONG], LONGEST);
  const faster = SONG.map(({ step, pitch }) => ({ step: step / 2, pitch }));
  assert.deepEqual(avoidCopies(tonesOf(faster), guard, [], nextTo), tonesOf(faster));
});

Deno.test("what was heard before a section counts", () => {
  const guard = createCopyGuard([SONG], LONGEST);
  const before = SONG.slice(0, 8);
  const [next] = avoidCopies(tonesOf(SONG.slice(8, 9)), guard, before, nextTo);
  assert.equal(next!.pitch, 61);
});

Deno.test("a repeated note belongs to nobody", () => {
  const pedal = Array.from({ length: 20 }, (_, i) => ({ step: 2 * i, pitch: 40 }));
  const guard = createCopyGuard([pedal], LONGEST);
  assert.deepEqual(avoidCopies(tonesOf(pedal), guard, [], nextTo), tonesOf(pedal));
});

Deno.test("a note that no alternative saves is left out", () => {
  const guard = createCopyGuard([SONG], LONGEST);
  const kept = avoidCopies(tonesOf(SONG.slice(0, 9)), guard, [], () => []);
  assert.equal(kept.length, 8);
});

Deno.test("a line shorter than the cap forbids nothing", () => {
  const guard = createCopyGuard([SONG.slice(0, 8)], LONGEST);
  assert.deepEqual(avoidCopies(tonesOf(SONG), guard, [], nextTo), tonesOf(SONG));
});
