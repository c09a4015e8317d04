import assert from "node:assert/strict";
import { type Lead, monophonic } from "../../../src/music/analyse/monophonic.ts";

function line(
  lead: Lead,
  ...notes: readonly (readonly [step: number, steps: number, pitch: number])[]
) {
  const all = notes.map(([startStep, steps, pitch]) => (
    { startStep, steps, pitch, velocity: 80, offsetSteps: 0 }
  ));
  return monophonic(all, lead).map(({ startStep, steps, pitch }) => [startStep, steps, pitch]);
}

Deno.test("monophonic takes the highest of notes that start together, or the lowest", () => {
  assert.deepEqual(line("highest", [0, 4, 60], [0, 4, 67]), [[0, 4, 67]]);
  assert.deepEqual(line("lowest", [0, 4, 60], [0, 4, 67]), [[0, 4, 60]]);
});

Deno.test("monophonic leaves out what moves under a held note", () => {
  assert.deepEqual(line("highest", [0, 8, 72], [2, 2, 64], [4, 2, 67]), [[0, 8, 72]]);
});

Deno.test("monophonic cuts a note where a higher one starts", () => {
  assert.deepEqual(line("highest", [0, 8, 72], [4, 4, 76]), [[0, 4, 72], [4, 4, 76]]);
});

Deno.test("monophonic follows a line down though its notes overlap by a step", () => {
  assert.deepEqual(line("highest", [0, 5, 72], [4, 4, 71]), [[0, 4, 72], [4, 4, 71]]);
});

Deno.test("monophonic makes nothing of nothing", () => {
  assert.deepEqual(line("highest"), []);
});
