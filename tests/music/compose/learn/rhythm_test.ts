import assert from "node:assert/strict";
import { strikeAtChanges } from "../../../../src/music/compose/band/chord_changes.ts";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import type { ChordSpan } from "../../../../src/music/compose/harmony.ts";
import { turnKnobs } from "../../../../src/music/compose/plan/knobs.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import {
  cutOnsets,
  drawRhythm,
  learnRhythm,
  type Onset,
} from "../../../../src/music/compose/learn/rhythm.ts";
import { OPTIONS } from "../../../support/composing.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const KNOBS = turnKnobs({ ...OPTIONS, creativity: 0 });

function onsets(...steps: readonly (readonly [number, number])[]): Onset[] {
  return steps.map(([step, length]) => ({ step, steps: length }));
}

function barsOf(bar: readonly (readonly [number, number])[], count: number): Onset[] {
  return Array.from(
    { length: count },
    (_, i) => onsets(...bar).map(({ step, steps }) => ({ step: step + 16 * i, steps })),
  ).flat();
}

const DOTTED = barsOf([[0, 3], [3, 1], [4, 4], [8, 3], [11, 1], [12, 4]], 8);

Deno.test("a rhythm of one bar comes back as it is", () => {
  const model = learnRhythm(DOTTED, GRID, 0);
  for (let seed = 0; seed < 10; seed++) {
    const drawn = drawRhythm(model, { bars: 2, grid: GRID, knobs: KNOBS }, createRandom(seed));
    assert.deepEqual(drawn, DOTTED.slice(0, 12));
  }
});

Deno.test("a drawn rhythm never overlaps and stays within its bars", () => {
  const wild = turnKnobs({ ...OPTIONS, creativity: 1, temperature: 2 });
  const model = learnRhythm([...DOTTED, ...onsets([130, 30], [161, 1], [170, 3])], GRID, 2);
  for (let seed = 0; seed < 40; seed++) {
    const drawn = drawRhythm(model, { bars: 3, grid: GRID, knobs: wild }, createRandom(seed));
    assert.ok(drawn.length > 0);
    drawn.forEach(({ step, steps }, i) => {
      assert.ok(steps >= 1 && step + steps <= (drawn[i + 1]?.step ?? 48));
    });
  }
});

Deno.test("small gaps are held where a line is sung", () => {
  const detached = barsOf([[0, 2], [4, 2], [8, 2], [12, 2]], 4);
  const task = { bars: 1, grid: GRID, knobs: KNOBS };
  const sung = drawRhythm(learnRhythm(detached, GRID, 2), task, createRandom(1));
  const struck = drawRhythm(learnRhythm(detached, GRID, 0), task, createRandom(1));
  assert.deepEqual(sung.map(({ steps }) => steps), [4, 4, 4, 4]);
  assert.deepEqual(struck.map(({ steps }) => steps), [2, 2, 2, 2]);
});

Deno.test("the draw nearest to the wished density is taken", () => {
  const mixed = Array.from(
    { length: 8 },
    (_, i) =>
      barsOf(
        "01101001"[i] === "1"
          ? [[0, 16]]
          : [[0, 2], [2, 2], [4, 2], [6, 2], [8, 2], [10, 2], [12, 2], [14, 2]],
        1,
      )
        .map(({ step, steps }) => ({ step: step + 16 * i, steps })),
  ).flat();
  const model = learnRhythm(mixed, GRID, 0);
  const count = (density: number) =>
    Array.from(
      { length: 20 },
      (_, seed) =>
        drawRhythm(
          model,
          { bars: 2, grid: GRID, knobs: turnKnobs(OPTIONS), density },
          createRandom(seed),
        )
          .length,
    ).reduce((sum, length) => sum + length, 0);
  assert.ok(count(7) > count(1.5));
});

Deno.test("a model of nothing still gives a note", () => {
  const drawn = drawRhythm(
    learnRhythm([], GRID, 0),
    { bars: 1, grid: GRID, knobs: KNOBS },
    createRandom(1),
  );
  assert.deepEqual(drawn, [{ step: 0, steps: 4 }]);
});

Deno.test("cutting a rhythm shortens what crosses the end", () => {
  assert.deepEqual(cutOnsets(onsets([0, 4], [6, 8], [12, 2]), 10), onsets([0, 4], [6, 4]));
});

const CHANGES: ChordSpan[] = [
  { root: 0, quality: "maj", step: 0, steps: 16, source: 0 },
  { root: 0, quality: "maj", step: 16, steps: 16, source: 0 },
  { root: 5, quality: "maj", step: 32, steps: 16, source: 0 },
];

Deno.test("a note held across a change of chord is struck again", () => {
  assert.deepEqual(strikeAtChanges(onsets([24, 16]), CHANGES, 4), onsets([24, 8], [32, 8]));
});

Deno.test("a note is not struck again for a short rest, beside another, or for the same chord", () => {
  assert.deepEqual(strikeAtChanges(onsets([24, 10]), CHANGES, 4), onsets([24, 8]));
  assert.deepEqual(
    strikeAtChanges(onsets([24, 16], [32, 4]), CHANGES, 4),
    onsets([24, 8], [32, 4]),
  );
  assert.deepEqual(strikeAtChanges(onsets([8, 16]), CHANGES, 4), onsets([8, 16]));
});
