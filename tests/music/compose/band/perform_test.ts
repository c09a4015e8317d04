import assert from "node:assert/strict";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import {
  MAX_NOTES_PER_BAR_AND_PART,
  perform,
  TICKS_PER_STEP,
} from "../../../../src/music/compose/band/perform.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import type { Tone } from "../../../../src/music/compose/tone.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const PLAIN = { plan: { startBar: 2, energy: 0.6 }, grid: GRID, swing: [0, 0, 0, 0] };

function tone(step: number, steps: number, changes: Partial<Tone> = {}): Tone {
  return { step, steps, pitch: 60, velocity: 80, source: 1, ...changes };
}

const EIGHTHS = Array.from({ length: 32 }, (_, i) => tone(2 * i, 2));

Deno.test("notes are played near the grid and never into the next of their pitch", () => {
  const played = perform("melody", EIGHTHS, PLAIN, createRandom(1));
  played.forEach(({ startTicks, durationTicks }, i) => {
    const wished = (2 * 16 + 2 * i) * TICKS_PER_STEP;
    assert.ok(Math.abs(startTicks - wished) <= 10, `${startTicks} for ${wished}`);
    const next = played[i + 1];
    assert.ok(!next || startTicks + durationTicks < next.startTicks);
    assert.ok(durationTicks > TICKS_PER_STEP);
  });
});

Deno.test("nothing starts before the piece", () => {
  const early = { ...PLAIN, plan: { startBar: 0, energy: 0.6 }, swing: [-0.3, 0, 0, 0] };
  const [first] = perform("melody", [tone(0, 4)], early, createRandom(2));
  assert.ok(first!.startTicks >= 0);
});

Deno.test("the swing of a song moves what is off the beat, for every part alike", () => {
  const swung = { ...PLAIN, swing: [0, 0, 0.3, 0] };
  const [offBeat] = perform("chords", [tone(2, 2)], swung, createRandom(1));
  const [drum] = perform("drums", [tone(2, 1, { pitch: 42 })], swung, createRandom(1));
  const wished = (34 + 0.3) * TICKS_PER_STEP;
  assert.ok(Math.abs(offBeat!.startTicks - wished) <= 8);
  assert.ok(Math.abs(drum!.startTicks - wished) <= 8);
});

Deno.test("downbeats weigh more than what lies between, loud sections more than quiet ones", () => {
  const mean = (tones: readonly Tone[], energy: number) => {
    const task = { ...PLAIN, plan: { startBar: 0, energy } };
    const played = perform("melody", tones, task, createRandom(1));
    return played.reduce((sum, { velocity }) => sum + velocity, 0) / played.length;
  };
  const on = EIGHTHS.filter(({ step }) => step % 16 === 0);
  const off = EIGHTHS.filter(({ step }) => step % 4 === 2);
  assert.ok(mean(on, 0.6) > mean(off, 0.6) + 3);
  assert.ok(mean(on, 1) > mean(on, 0.4) + 5);
});

Deno.test("velocities stay playable whatever the song's", () => {
  const extremes = [tone(0, 2, { velocity: 1 }), tone(4, 2, { velocity: 127 })];
  for (const energy of [0, 1]) {
    const task = { ...PLAIN, plan: { startBar: 0, energy } };
    for (const { velocity } of perform("pad", extremes, task, createRandom(1))) {
      assert.ok(Number.isInteger(velocity) && velocity >= 24 && velocity <= 122);
    }
  }
});

Deno.test("a bar of one part has at most MAX_NOTES_PER_BAR_AND_PART notes", () => {
  const wall = (count: number) =>
    Array.from({ length: count }, (_, i) => tone(i % 16, 1, { pitch: 20 + i }));
  const notes = (count: number) => perform("chords", wall(count), PLAIN, createRandom(1)).length;
  assert.equal(notes(MAX_NOTES_PER_BAR_AND_PART), MAX_NOTES_PER_BAR_AND_PART);
  assert.equal(notes(MAX_NOTES_PER_BAR_AND_PART + 1), MAX_NOTES_PER_BAR_AND_PART);
});

Deno.test("a note keeps its bar and its song", () => {
  const [, second] = perform("bass", [tone(0, 4), tone(20, 4)], PLAIN, createRandom(1));
  assert.deepEqual([second!.bar, second!.source], [3, 1]);
});
