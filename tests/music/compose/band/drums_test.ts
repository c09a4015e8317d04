import assert from "node:assert/strict";
import type { Analysis } from "../../../../src/music/analyse/analysis.ts";
import type { Cast } from "../../../../src/music/compose/plan/cast.ts";
import {
  carriesBeat,
  CRASH,
  KICK,
  RIDE,
  SNARE,
  voiceOf,
} from "../../../../src/music/compose/learn/drum_kit.ts";
import {
  type DrumModel,
  learnDrums,
  MAX_HITS_PER_BAR,
} from "../../../../src/music/compose/learn/drum_model.ts";
import { drawDrumGroove, playDrums } from "../../../../src/music/compose/band/drums.ts";
import { type Grid, gridFor } from "../../../../src/music/compose/grid.ts";
import { turnKnobs } from "../../../../src/music/compose/plan/knobs.ts";
import { learnMaterial } from "../../../../src/music/compose/learn/material.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import type { Tone } from "../../../../src/music/compose/tone.ts";
import { bandSong, everyBar, oneNote, partOf, without } from "../../../support/band_song.ts";
import { OPTIONS } from "../../../support/composing.ts";

const FOUR = gridFor({ numerator: 4, denominator: 4 }, 16);
const THREE = gridFor({ numerator: 3, denominator: 4 }, 12);
const SIX = gridFor({ numerator: 6, denominator: 8 }, 12);

function modelOf(song: Analysis, grid: Grid = FOUR): DrumModel {
  return learnDrums(learnMaterial(song, 1, { grid, tempoBpm: 112, mode: "major" }), grid);
}

function castOf(song: Analysis, grid: Grid): Cast<DrumModel> {
  const model = modelOf(song, grid);
  return { shares: [0, 1, 0], leader: 1, next: () => 1, modelOf: () => model };
}

type Task = Partial<Parameters<typeof playDrums>[1]>;

function drumsOf(song: Analysis, task: Task = {}, seed = 1): Tone[] {
  const grid = task.grid ?? FOUR;
  const random = createRandom(seed);
  const knobs = turnKnobs({ ...OPTIONS, creativity: 0.3 });
  const groove = drawDrumGroove(castOf(song, grid), 0, knobs, random);
  return playDrums(groove, { bars: 8, grid, energy: 0.7, isArrival: true, ...task }, random);
}

function stepsOf(
  tones: readonly Tone[],
  bar: number,
  keys: readonly number[],
  perBar = 16,
): number[] {
  return tones.filter(({ step, pitch }) =>
    Math.floor(step / perBar) === bar && keys.includes(pitch)
  ).map(({ step }) => step % perBar).sort((a, b) => a - b);
}

Deno.test("drums play the beat of their song: kick on 1 and 3, snare on 2 and 4", () => {
  const tones = drumsOf(bandSong());
  assert.ok([0, 8].every((step) => stepsOf(tones, 1, [KICK]).includes(step)));
  assert.deepEqual(stepsOf(tones, 1, [SNARE]), [4, 12]);
  assert.equal(stepsOf(tones, 1, [42, 46]).length, 8);
});

Deno.test("phrases end in a fill, sections begin with a crash", () => {
  for (let seed = 0; seed < 10; seed++) {
    const tones = drumsOf(bandSong(), {}, seed);
    assert.deepEqual(stepsOf(tones, 0, [CRASH]), [0]);
    const bar = (index: number) =>
      tones.filter(({ step }) => Math.floor(step / 16) === index)
        .map(({ step, pitch }) => `${step % 16}:${pitch}`).sort().join(" ");
    assert.notEqual(bar(3), bar(1));
    assert.notEqual(bar(7), bar(1));
  }
});

Deno.test("quiet sections keep the time and leave the snare out", () => {
  const tones = drumsOf(bandSong(), { energy: 0.4, bars: 3 });
  assert.deepEqual(stepsOf(tones, 1, [SNARE]), []);
  assert.deepEqual(stepsOf(tones, 1, [KICK]), [0]);
});

Deno.test("the last chord is struck once and nothing follows", () => {
  const tones = drumsOf(bandSong(), { endBar: 6 });
  const last = tones.filter(({ step }) => step >= 6 * 16);
  assert.deepEqual(last.map(({ step }) => step), [96, 96]);
  assert.deepEqual(last.map(({ pitch }) => pitch).sort(), [KICK, CRASH]);
});

Deno.test("a song without drums lends its rhythm to a kit", () => {
  const piano = without(bandSong(), "drums");
  const tones = drumsOf(piano);
  assert.ok(stepsOf(tones, 1, [KICK]).includes(0));
  assert.ok(stepsOf(tones, 1, [KICK]).includes(6) || stepsOf(tones, 1, [KICK]).includes(8));
  assert.deepEqual(stepsOf(tones, 1, [SNARE]), [4, 12]);
  assert.ok(stepsOf(tones, 1, [42, 46]).length >= 4);
});

Deno.test("a waltz and a jig have their own backbeats", () => {
  const piano = without(bandSong(), "drums");
  const waltz = drumsOf({ ...piano, meter: { numerator: 3, denominator: 4 }, stepsPerBar: 12 }, {
    grid: THREE,
  });
  assert.deepEqual(stepsOf(waltz, 1, [SNARE], 12), [8]);
  const jig = drumsOf({ ...piano, meter: { numerator: 6, denominator: 8 }, stepsPerBar: 12 }, {
    grid: SIX,
  });
  assert.deepEqual(stepsOf(jig, 1, [SNARE], 12), [6]);
  assert.deepEqual(stepsOf(jig, 1, [42, 46], 12), [0, 2, 4, 6, 8, 10]);
});

Deno.test("a song of one note still gets a beat", () => {
  const voices = new Set(drumsOf(oneNote()).map(({ pitch }) => voiceOf(pitch)));
  assert.ok(voices.has("kick") && voices.has("snare") && voices.has("cymbal"));
});

Deno.test("hats alone are joined by kick and snare", () => {
  const hats = bandSong({
    parts: [partOf("drums", 0, everyBar({ 0: [42], 4: [42], 8: [42], 12: [42] }, 8))],
  });
  const [bar] = modelOf(hats).bars;
  assert.ok(bar!.some(({ key }) => voiceOf(key) === "kick"));
  assert.ok(bar!.some(({ key }) => voiceOf(key) === "snare"));
});

Deno.test("a song that keeps its time on crashes keeps it on the ride", () => {
  const crashes = bandSong({
    parts: [
      partOf("drums", 0, everyBar({ 0: [36, 49], 4: [38, 49], 8: [36, 49], 12: [38, 49] }, 8)),
    ],
  });
  assert.deepEqual(stepsOf(drumsOf(crashes), 1, [RIDE]), [0, 4, 8, 12]);
  assert.deepEqual(stepsOf(drumsOf(crashes), 1, [CRASH]), []);
});

Deno.test("two crashes at once, and a ride with them, are one ride", () => {
  const crashes = bandSong({
    parts: [
      partOf("drums", 0, everyBar({ 0: [36, 49, 51, 57], 4: [38, 57], 8: [36, 49, 57] }, 8)),
    ],
  });
  assert.deepEqual(stepsOf(drumsOf(crashes), 1, [RIDE]), [0, 4, 8]);
});

Deno.test("two crashes at one arrival keep no time", () => {
  const arrivals = bandSong({
    parts: [
      partOf("drums", 0, everyBar({ 0: [36, 49, 57], 4: [38, 42], 8: [36, 42], 12: [38, 42] }, 8)),
    ],
  });
  assert.deepEqual(stepsOf(drumsOf(arrivals), 1, [RIDE]), []);
});

Deno.test("typical bars are chosen before the one that is different", () => {
  const song = bandSong();
  const odd = song.parts.map((part) =>
    part.role === "drums"
      ? {
        ...part,
        notes: part.notes.map((note) =>
          Math.floor(note.startStep / 16) === 4 ? { ...note, pitch: 75 } : note
        ),
      }
      : part
  );
  const model = modelOf({ ...song, parts: odd });
  assert.equal(Math.min(...model.typical), model.typical[4]);
});

Deno.test("a bar of drums has at most MAX_HITS_PER_BAR hits", () => {
  const wall = (count: number) =>
    Object.fromEntries(
      Array.from({ length: 16 }, (_, step) => [
        step,
        Array.from({ length: count }, (_, key) => 35 + (step * count + key) % 40),
      ]),
    );
  const dense = bandSong({ parts: [partOf("drums", 0, everyBar(wall(5), 4))] });
  const beat = modelOf(dense).bars[0]!;
  assert.ok(beat.length <= MAX_HITS_PER_BAR + 16, String(beat.length));
  assert.ok(beat.length >= MAX_HITS_PER_BAR);
});

Deno.test("keys outside the percussion map are not played", () => {
  const odd = bandSong({
    parts: [partOf("drums", 0, everyBar({ 0: [36, 20], 4: [38, 100], 8: [36], 12: [38] }, 4))],
  });
  assert.ok(drumsOf(odd).every(({ pitch }) => pitch >= 35 && pitch <= 81));
});

Deno.test("kick and snare carry the beat, cymbals the time", () => {
  assert.deepEqual([KICK, SNARE, 45].map(carriesBeat), [true, true, true]);
  assert.deepEqual([42, CRASH, 70].map(carriesBeat), [false, false, false]);
});
