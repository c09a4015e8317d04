import assert from "node:assert/strict";
import type { Cast } from "../../../src/music/compose/plan/cast.ts";
import { gridFor } from "../../../src/music/compose/grid.ts";
import {
  chordAt,
  type ChordSpan,
  closeHarmony,
  composeHarmony,
  openHarmony,
  sliceHarmony,
} from "../../../src/music/compose/harmony.ts";
import { type HarmonyModel, learnHarmony } from "../../../src/music/compose/learn/harmony_model.ts";
import { turnKnobs } from "../../../src/music/compose/plan/knobs.ts";
import { learnMaterial } from "../../../src/music/compose/learn/material.ts";
import { createRandom } from "../../../src/music/compose/random.ts";
import { bandSong, spellChords } from "../../support/band_song.ts";
import { OPTIONS } from "../../support/composing.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const HEARING = { grid: GRID, tempoBpm: 112, mode: "major" } as const;
const TASK = {
  bars: 8,
  isClosed: true,
  startsHome: true,
  grid: GRID,
  mode: "major",
  knobs: turnKnobs(OPTIONS),
} as const;

function castOf(chords?: string): Cast<HarmonyModel> {
  const song = bandSong(chords ? { chords: spellChords(chords), sections: [] } : {});
  const model = learnHarmony(learnMaterial(song, 0, HEARING), GRID, "major");
  return { shares: [1, 0, 0], leader: 0, next: () => 0, modelOf: () => model };
}

function nameOf({ root, quality }: ChordSpan): string {
  return `${root}:${quality}`;
}

Deno.test("harmony fills its bars without gap or overlap", () => {
  for (let seed = 0; seed < 20; seed++) {
    const spans = composeHarmony(castOf(), { ...TASK, bars: 6 }, createRandom(seed));
    let end = 0;
    for (const { step, steps } of spans) {
      assert.equal(step, end);
      end += steps;
    }
    assert.equal(end, 6 * 16);
  }
});

Deno.test("closed harmony starts at home and returns by a chord that leads there", () => {
  for (let seed = 0; seed < 20; seed++) {
    const spans = composeHarmony(castOf(), TASK, createRandom(seed));
    assert.equal(spans[0]!.root, 0);
    assert.equal(nameOf(spans.at(-1)!), "0:maj");
    assert.equal(spans.at(-1)!.steps, 16);
    assert.ok([7, 5, 2, 10, 11].includes(spans.at(-2)!.root));
  }
});

Deno.test("open harmony ends away from home", () => {
  const spans = composeHarmony(castOf(), { ...TASK, isClosed: false }, createRandom(3));
  assert.notEqual(spans.at(-1)!.root, 0);
});

Deno.test("harmony uses the chords of its song and cadences", () => {
  const known = ["0:maj", "5:maj", "9:min", "7:maj", "7:7"];
  for (let seed = 0; seed < 20; seed++) {
    const spans = composeHarmony(castOf(), TASK, createRandom(seed));
    assert.deepEqual(spans.map(nameOf).filter((name) => !known.includes(name)), []);
  }
});

Deno.test("a song that comes home by the subdominant lends that cadence", () => {
  const plagal = castOf("0:maj 2:min 5:maj 0:maj 9:min 5:maj 0:maj 2:min 5:maj 0:maj 5:maj 0:maj");
  const roots = Array.from(
    { length: 20 },
    (_, seed) => composeHarmony(plagal, TASK, createRandom(seed)).at(-2)!.root,
  );
  assert.ok(roots.filter((root) => root === 5).length > 5, String(roots));
});

Deno.test("a phrase moves: it has at least two chords", () => {
  for (let seed = 0; seed < 20; seed++) {
    const spans = composeHarmony(castOf(), { ...TASK, bars: 4 }, createRandom(seed));
    assert.ok(new Set(spans.map(nameOf)).size >= 2);
  }
});

const HALVES: ChordSpan[] = [
  { root: 0, quality: "maj", step: 0, steps: 32, source: 0 },
  { root: 5, quality: "maj", step: 32, steps: 32, source: 1 },
];
const LEADING = { root: 7, quality: "7" } as const;

Deno.test("closing takes the last bars for the tonic and half a bar before for what leads there", () => {
  const closed = closeHarmony(HALVES, {
    bars: 4,
    grid: GRID,
    mode: "major",
    leading: LEADING,
    tonicBars: 2,
  });
  assert.deepEqual(closed.map((span) => [nameOf(span), span.step, span.steps]), [
    ["0:maj", 0, 24],
    ["7:7", 24, 8],
    ["0:maj", 32, 32],
  ]);
});

Deno.test("opening takes the last half bar", () => {
  const open = openHarmony(HALVES, { bars: 4, grid: GRID, mode: "major", leading: LEADING });
  assert.deepEqual(open.map((span) => [nameOf(span), span.step, span.steps]), [
    ["0:maj", 0, 32],
    ["5:maj", 32, 24],
    ["7:7", 56, 8],
  ]);
});

Deno.test("a slice starts at 0 and its last chord lasts to its end", () => {
  const slice = sliceHarmony(HALVES, 16, 64);
  assert.deepEqual(slice.map(({ step, steps }) => [step, steps]), [[0, 16], [16, 48]]);
  assert.equal(chordAt(slice, 15).root, 0);
  assert.equal(chordAt(slice, 16).root, 5);
});
