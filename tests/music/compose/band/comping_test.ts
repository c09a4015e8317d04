import assert from "node:assert/strict";
import type { Analysis } from "../../../../src/music/analyse/analysis.ts";
import type { Cast } from "../../../../src/music/compose/plan/cast.ts";
import { drawCompingGroove, playComping } from "../../../../src/music/compose/band/comping.ts";
import {
  type CompingModel,
  hasComping,
  learnComping,
  MAX_STROKES_PER_BAR,
} from "../../../../src/music/compose/learn/comping_model.ts";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import type { ChordSpan } from "../../../../src/music/compose/harmony.ts";
import { turnKnobs } from "../../../../src/music/compose/plan/knobs.ts";
import { learnMaterial } from "../../../../src/music/compose/learn/material.ts";
import { playPad } from "../../../../src/music/compose/band/pad.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import { chordClasses } from "../../../../src/music/compose/scale.ts";
import type { Tone } from "../../../../src/music/compose/tone.ts";
import { rungOf, voiceChord } from "../../../../src/music/compose/band/voicing.ts";
import { bandSong, everyBar, partOf } from "../../../support/band_song.ts";
import { OPTIONS } from "../../../support/composing.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const RANGE = { lowest: 48, highest: 69, tonic: 0 };
const HARMONY: ChordSpan[] = ([[0, "maj"], [9, "min"], [5, "maj"], [7, "7"]] as const).map(
  ([root, quality], bar) => ({ root, quality, step: bar * 16, steps: 16, source: 0 }),
);

function materialOf(song: Analysis) {
  return learnMaterial(song, 0, { grid: GRID, tempoBpm: 112, mode: "major" });
}

function compingOf(song: Analysis, seed = 1): Tone[] {
  const model = learnComping(materialOf(song), GRID);
  const cast: Cast<CompingModel> = {
    shares: [1, 0, 0],
    leader: 0,
    next: () => 0,
    modelOf: () => model,
  };
  const groove = drawCompingGroove(cast, turnKnobs(OPTIONS), createRandom(seed));
  return playComping(groove, {
    bars: 4,
    grid: GRID,
    harmony: HARMONY,
    range: RANGE,
    style: "close",
  });
}

Deno.test("chords are struck when the song strikes them, with the tones of the new chords", () => {
  const tones = compingOf(bandSong());
  assert.deepEqual([...new Set(tones.map(({ step }) => step % 16))], [4, 12]);
  for (const { step, pitch } of tones) {
    const chord = HARMONY[Math.floor(step / 16)]!;
    assert.ok(chordClasses(chord).includes(pitch % 12), `${pitch} at ${step}`);
  }
});

Deno.test("an arpeggio stays an arpeggio", () => {
  const broken = bandSong({
    parts: [
      partOf("chords", 0, everyBar({ 0: [48], 4: [52], 8: [55], 12: [52] }, 8, { steps: 4 })),
    ],
  });
  const tones = compingOf(broken).filter(({ step }) => step < 16);
  assert.deepEqual(tones.map(({ step }) => step), [0, 4, 8, 12]);
  const [low, middle, high, again] = tones.map(({ pitch }) => pitch);
  assert.ok(low! < middle! && middle! < high! && again === middle);
});

Deno.test("no pitch is struck while it still sounds", () => {
  const long = bandSong({
    parts: [
      partOf(
        "chords",
        0,
        everyBar({ 0: [48, 52, 55], 6: [48, 52], 10: [55, 60] }, 8, { steps: 16 }),
      ),
    ],
  });
  const ends = new Map<number, number>();
  for (const { step, steps, pitch } of compingOf(long)) {
    assert.ok((ends.get(pitch) ?? 0) <= step && steps >= 1);
    ends.set(pitch, step + steps);
  }
});

Deno.test("a song with a few chords only does not comp", () => {
  const few = bandSong({ parts: [partOf("chords", 0, everyBar({ 0: [60, 64] }, 3))] });
  assert.equal(hasComping(materialOf(few)), false);
  assert.equal(hasComping(materialOf(bandSong())), true);
});

Deno.test("a bar has at most MAX_STROKES_PER_BAR strokes", () => {
  const every = Object.fromEntries(Array.from({ length: 16 }, (_, step) => [step, [60, 64]]));
  const model = learnComping(
    materialOf(bandSong({ parts: [partOf("chords", 0, everyBar(every, 4))] })),
    GRID,
  );
  assert.ok(model.bars.every((bar) => bar.length <= MAX_STROKES_PER_BAR));
});

Deno.test("voices move little from chord to chord", () => {
  let before: number[] | undefined;
  for (const chord of [...HARMONY, ...HARMONY]) {
    const voicing = voiceChord(chord, before, RANGE, "close");
    if (before) {
      const top = Math.abs(voicing.at(-1)! - before.at(-1)!);
      assert.ok(top <= 4, `${before} to ${voicing}`);
    }
    assert.ok(voicing[0]! >= RANGE.lowest && voicing.at(-1)! <= RANGE.highest);
    before = voicing;
  }
});

Deno.test("distorted strings play root, fifth and octave", () => {
  const [root, fifth, octave] = voiceChord(HARMONY[1]!, undefined, RANGE, "power");
  assert.deepEqual([root! % 12, fifth! - root!, octave! - root!], [9, 7, 12]);
});

Deno.test("rungs above a voicing repeat it an octave higher", () => {
  assert.deepEqual([0, 2, 3, 5].map((rung) => rungOf([48, 52, 55], rung)), [48, 55, 60, 67]);
});

Deno.test("a pad holds every chord as long as it lasts", () => {
  const tones = playPad(HARMONY, RANGE, GRID);
  assert.equal(tones.length, 12);
  assert.ok(tones.every(({ steps }) => steps === 16));
});

Deno.test("a pad renews what lasts longer than two bars", () => {
  const long: ChordSpan[] = [{ ...HARMONY[0]!, steps: 80 }];
  const starts = [
    ...new Set(playPad(long, RANGE, GRID).map(({ step, steps }) => `${step}+${steps}`)),
  ];
  assert.deepEqual(starts, ["0+32", "32+32", "64+16"]);
});
