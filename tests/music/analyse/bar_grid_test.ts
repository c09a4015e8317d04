import assert from "node:assert/strict";
import { createBarGrid, MAX_BARS } from "../../../src/music/analyse/bar_grid.ts";
import type { Meter } from "../../../src/music/midi/piece.ts";
import { pieceOf, type Spelt, STEP_TICKS, trackOf } from "../../support/piece_of.ts";

const FOUR_FOUR = { numerator: 4, denominator: 4 };

function gridOf(notes: readonly Spelt[], stretches: readonly (readonly [number, number])[]) {
  const meters = stretches.map(([step, numerator]): Meter => (
    { startTicks: step * STEP_TICKS, numerator, denominator: 4 }
  ));
  return createBarGrid(pieceOf([trackOf(notes)]), { main: FOUR_FOUR, stretches: meters });
}

function stepAt(grid: { stepAt: (ticks: number) => number }, step: number): number {
  return grid.stepAt(step * STEP_TICKS);
}

Deno.test("a bar grid counts from the bar of the first note", () => {
  const grid = gridOf([[36, 4, 60], [64, 4, 60]], [[0, 4]]);
  assert.equal(stepAt(grid, 36), 4);
  assert.equal(grid.bars, 3);
});

Deno.test("a bar grid puts an upbeat at the end of its first bar", () => {
  const grid = gridOf([[0, 4, 60], [4, 16, 60]], [[-12, 4]]);
  assert.equal(stepAt(grid, 0), 12);
  assert.equal(stepAt(grid, 4), 16);
  assert.equal(grid.bars, 2);
});

Deno.test("a bar grid fills up a bar that is cut short", () => {
  const grid = gridOf([[0, 16, 60], [16, 8, 60], [24, 16, 60]], [[0, 4], [16, 2], [24, 4]]);
  assert.deepEqual([16, 23, 24].map((step) => stepAt(grid, step)), [16, 23, 32]);
  assert.equal(grid.bars, 3);
});

Deno.test("a bar grid gives a longer bar as many bars as it needs", () => {
  const grid = gridOf([[0, 24, 60], [24, 16, 60]], [[0, 6], [24, 4]]);
  assert.equal(stepAt(grid, 24), 32);
  assert.equal(grid.bars, 3);
});

Deno.test("a bar grid keeps the place between two steps", () => {
  assert.equal(gridOf([[0, 16, 60]], [[0, 4]]).stepAt(STEP_TICKS * 1.25), 1.25);
});

Deno.test("a bar grid ends with the last note but does not follow one that is never released", () => {
  assert.equal(gridOf([[0, 32, 60]], [[0, 4]]).bars, 2);
  assert.equal(gridOf([[0, 16_000, 60]], [[0, 4]]).bars, 3);
});

Deno.test("a bar grid stops at the most bars that are analysed", () => {
  const lastStep = MAX_BARS * 16;
  assert.equal(gridOf([[0, 4, 60], [lastStep - 4, 4, 60]], [[0, 4]]).bars, MAX_BARS);
  assert.equal(gridOf([[0, 4, 60], [lastStep, 4, 60]], [[0, 4]]).bars, MAX_BARS);
});

Deno.test("a bar grid skips an endless silence at once", () => {
  const grid = gridOf([[16 * 2 ** 36 + 4, 4, 60]], [[0, 4]]);
  assert.equal(stepAt(grid, 16 * 2 ** 36 + 4), 4);
  assert.equal(grid.bars, 1);
});
