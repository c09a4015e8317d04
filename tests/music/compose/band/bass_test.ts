import assert from "node:assert/strict";
import { drawBassGroove, playBass } from "../../../../src/music/compose/band/bass.ts";
import { type BassModel, learnBass } from "../../../../src/music/compose/learn/bass_model.ts";
import type { Cast } from "../../../../src/music/compose/plan/cast.ts";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import type { ChordSpan } from "../../../../src/music/compose/harmony.ts";
import { turnKnobs } from "../../../../src/music/compose/plan/knobs.ts";
import { learnMaterial } from "../../../../src/music/compose/learn/material.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import type { Tone } from "../../../../src/music/compose/tone.ts";
import { bandSong } from "../../../support/band_song.ts";
import { OPTIONS } from "../../../support/composing.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const ROOTS = [0, 9, 5, 7, 2, 7, 10, 0];
const HARMONY: ChordSpan[] = ROOTS.map((root, bar) => ({
  root,
  quality: root === 9 || root === 2 ? "min" : "maj",
  step: bar * 16,
  steps: 16,
  source: 0,
}));
const STAGE = {
  grid: GRID,
  mode: "major",
  tonic: 4,
  harmony: HARMONY,
  lowest: 28,
  highest: 50,
} as const;

function castOf(): Cast<BassModel> {
  const hearing = { grid: GRID, tempoBpm: 112, mode: "major" } as const;
  const model = learnBass(learnMaterial(bandSong(), 1, hearing), GRID, "major");
  return { shares: [0, 1, 0], leader: 1, next: () => 1, modelOf: () => model };
}

function bassOf(seed: number, creativity = 0.7): Tone[] {
  const random = createRandom(seed);
  const groove = drawBassGroove(castOf(), STAGE, turnKnobs({ ...OPTIONS, creativity }), random);
  return playBass(groove, STAGE, 8, random.fork("play"));
}

const MANY = Array.from({ length: 20 }, (_, seed) => bassOf(seed));

Deno.test("bass lands on the root where a chord begins", () => {
  const starts = MANY.flat().filter(({ step }) => step % 16 === 0);
  const roots = starts.filter(({ pitch, step }) =>
    (pitch - STAGE.tonic + 120) % 12 === ROOTS[step / 16]!
  );
  assert.ok(starts.length >= 20 * 7);
  assert.ok(roots.length / starts.length > 0.95, `${roots.length} of ${starts.length}`);
});

Deno.test("bass keeps to its range, one note at a time", () => {
  for (const line of MANY) {
    line.forEach(({ pitch, step, steps }, i) => {
      assert.ok(pitch >= 28 && pitch <= 50);
      assert.ok(steps >= 1 && (i === 0 || line[i - 1]!.step + line[i - 1]!.steps <= step));
    });
  }
});

Deno.test("bass plays the rhythm and the fifths of its song", () => {
  const faithful = bassOf(1, 0);
  assert.deepEqual([...new Set(faithful.map(({ step }) => step % 16))].sort((a, b) => a - b), [
    0,
    6,
    8,
  ]);
  const fifths = faithful.filter(({ step, pitch }) =>
    (pitch - STAGE.tonic + 120 - ROOTS[Math.floor(step / 16)]!) % 12 === 7
  );
  assert.ok(fifths.length >= 5, String(fifths.length));
});

Deno.test("bass grooves: bars of a phrase share their rhythm", () => {
  for (const line of MANY) {
    const bar = (index: number) =>
      line.filter(({ step }) => Math.floor(step / 16) === index).map(({ step }) => step % 16)
        .join();
    assert.equal(bar(0), bar(2));
    assert.equal(bar(4), bar(6));
  }
});

Deno.test("bass follows a chord that changes under a held note", () => {
  const halves = HARMONY.slice(0, 1).flatMap((span): ChordSpan[] => [
    { ...span, steps: 8 },
    { ...span, root: 5, step: 8, steps: 8 },
  ]);
  const random = createRandom(1);
  const held = {
    ...castOf().modelOf(1),
    rhythm: { ...castOf().modelOf(1).rhythm },
  };
  const player = { source: 1, model: held, onsets: [{ step: 0, steps: 16 }] } as const;
  const groove = { main: player, turn: player, knobs: turnKnobs(OPTIONS) };
  const line = playBass(groove, { ...STAGE, harmony: halves }, 1, random);
  assert.deepEqual(line.map(({ step, pitch }) => [step, (pitch - STAGE.tonic + 120) % 12]), [
    [0, 0],
    [8, 5],
  ]);
});

Deno.test("a bar in which nothing starts holds its root", () => {
  const empty = { source: 1, model: castOf().modelOf(1), onsets: [] } as const;
  const groove = { main: empty, turn: empty, knobs: turnKnobs(OPTIONS) };
  const line = playBass(groove, STAGE, 2, createRandom(1));
  assert.deepEqual(line.map(({ step }) => step), [0, 16]);
});
