import assert from "node:assert/strict";
import type { Analysis } from "../../../../src/music/analyse/analysis.ts";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import {
  chooseInstruments,
  partRange,
  rangeOf,
} from "../../../../src/music/compose/plan/instruments.ts";
import { learnMaterial } from "../../../../src/music/compose/learn/material.ts";
import {
  createTrack,
  describeTrack,
  DRUM_CHANNEL,
} from "../../../../src/music/compose/band/tracks.ts";
import { bandSong, without } from "../../../support/band_song.ts";

const SHARES = {
  melody: [0.2, 0.2, 0.6],
  comping: [0.6, 0.2, 0.2],
  bass: [0.2, 0.6, 0.2],
  drums: [0.2, 0.6, 0.2],
} as const;

function withPrograms(programs: Readonly<Record<string, number>>): Analysis {
  const song = bandSong();
  return {
    ...song,
    parts: song.parts.map((part) => ({ ...part, program: programs[part.role] ?? part.program })),
  };
}

function choose(...songs: readonly Analysis[]) {
  const hearing = {
    grid: gridFor({ numerator: 4, denominator: 4 }, 16),
    tempoBpm: 112,
    mode: "major",
  } as const;
  const materials = songs.map((song, i) => learnMaterial(song, i as 0 | 1 | 2, hearing));
  return chooseInstruments(materials, SHARES);
}

Deno.test("each part is played by the instrument of the song that leads it", () => {
  const chosen = choose(
    withPrograms({ chords: 16, melody: 56 }),
    withPrograms({ bass: 38 }),
    withPrograms({ melody: 71 }),
  );
  assert.deepEqual([chosen.chords, chosen.bass, chosen.melody], [16, 38, 71]);
  assert.equal(chosen.counter, 56);
});

Deno.test("a piccolo sings the melody but no counter-melody", () => {
  const chosen = choose(
    withPrograms({ melody: 72, chords: 4 }),
    withPrograms({ melody: 72 }),
    withPrograms({ melody: 71 }),
  );
  assert.deepEqual([chosen.melody, chosen.counter], [71, 4]);
});

Deno.test("sound effects, basses and drums do not sing", () => {
  const chosen = choose(
    withPrograms({ melody: 60 }),
    withPrograms({ melody: 33 }),
    withPrograms({ melody: 122 }),
  );
  assert.equal(chosen.melody, 60);
});

Deno.test("a left hand becomes an upright bass, a bowed part a contrabass", () => {
  const bassFor = (program: number) =>
    choose(bandSong(), withPrograms({ bass: program }), bandSong()).bass;
  assert.deepEqual([bassFor(0), bassFor(42), bassFor(30), bassFor(58)], [32, 43, 33, 58]);
});

Deno.test("the drums play the kit of their song, if it is one", () => {
  const kitOf = (program: number) =>
    choose(withPrograms({ drums: 0 }), withPrograms({ drums: program }), bandSong()).drums;
  assert.deepEqual([kitOf(25), kitOf(16), kitOf(48)], [25, 16, 0]);
});

Deno.test("songs without any instruments get a piano and a bass", () => {
  const silent = without(bandSong(), "melody", "bass", "chords", "drums");
  const chosen = choose(silent, silent, silent);
  assert.deepEqual([chosen.melody, chosen.chords, chosen.bass], [0, 0, 33]);
});

Deno.test("a part stays where its instrument can play, for every program", () => {
  for (let program = 0; program < 128; program++) {
    for (const part of ["melody", "counter", "chords", "pad", "bass"] as const) {
      const { lowest, highest } = partRange(part, program);
      const own = rangeOf(program);
      assert.ok(lowest >= own.lowest && highest <= own.highest, `${part} on ${program}`);
      assert.ok(highest - lowest >= 12, `${part} on ${program}: ${lowest}–${highest}`);
    }
  }
});

Deno.test("drums play on their channel, others keep off it", () => {
  const instruments = choose(bandSong(), bandSong(), bandSong());
  assert.equal(createTrack("drums", 3, instruments, []).channel, DRUM_CHANNEL);
  assert.notEqual(createTrack("bass", 3, instruments, []).channel, DRUM_CHANNEL);
  assert.equal(describeTrack("drums", instruments).isDrums, true);
});

Deno.test("a track has a name, volume, pan and room", () => {
  const instruments = choose(bandSong(), bandSong(), bandSong());
  const { name, controls } = createTrack("counter", 1, instruments, []);
  assert.equal(name, "Counter-melody");
  assert.deepEqual(controls!.map(({ controller }) => controller), [7, 10, 91]);
  assert.ok(
    controls!.every(({ value, startTicks }) => value > 0 && value < 128 && startTicks === 0),
  );
});
