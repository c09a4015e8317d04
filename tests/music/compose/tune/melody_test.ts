import assert from "node:assert/strict";
import type { Cast } from "../../../../src/music/compose/plan/cast.ts";
import { gridFor, strengthAt } from "../../../../src/music/compose/grid.ts";
import type { ChordSpan } from "../../../../src/music/compose/harmony.ts";
import { HOUSE_SONG } from "../../../../src/music/compose/learn/house_band.ts";
import { turnKnobs } from "../../../../src/music/compose/plan/knobs.ts";
import { learnMaterial } from "../../../../src/music/compose/learn/material.ts";
import { composeMelody, drawPattern } from "../../../../src/music/compose/tune/melody.ts";
import { learnMelody, type MelodyModel } from "../../../../src/music/compose/learn/melody_model.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import { restate } from "../../../../src/music/compose/tune/restate.ts";
import { isChordTone, soundOf, type Stage } from "../../../../src/music/compose/tune/tune.ts";
import { bandSong, partOf, spellLine } from "../../../support/band_song.ts";
import { OPTIONS } from "../../../support/composing.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const ROOTS = [0, 9, 5, 7, 0, 9, 7, 0];
const HARMONY: ChordSpan[] = ROOTS.map((root, bar) => ({
  root,
  quality: root === 9 ? "min" : "maj",
  step: bar * 16,
  steps: 16,
  source: 0,
}));
const STAGE: Stage = {
  grid: GRID,
  mode: "major",
  tonic: 2,
  harmony: HARMONY,
  lowest: 60,
  highest: 84,
};

function castOf(melody?: string): Cast<MelodyModel> {
  const song = melody ? bandSong({ parts: [partOf("melody", 0, spellLine(melody))] }) : bandSong();
  const hearing = { grid: GRID, tempoBpm: 112, mode: "major" } as const;
  const teacher = learnMaterial(HOUSE_SONG, 2, hearing);
  const model = learnMelody(learnMaterial(song, 2, hearing), teacher, GRID);
  return { shares: [0, 0, 1], leader: 2, next: () => 2, modelOf: () => model };
}

function melodyOf(seed: number, changes: Partial<typeof OPTIONS> = {}, cast = castOf()) {
  return composeMelody(cast, {
    bars: 8,
    stage: STAGE,
    centre: 72,
    isClosed: true,
    pattern: drawPattern(4, createRandom(seed).fork("pattern")),
    maxDensity: 12,
    knobs: turnKnobs({ ...OPTIONS, ...changes }),
  }, createRandom(seed)).first.map((note) => ({ ...note, pitch: soundOf(note, note.step, STAGE) }));
}

const MANY = Array.from({ length: 30 }, (_, seed) => melodyOf(seed));

Deno.test("a melody sounds one note at a time within its range", () => {
  for (const tune of MANY) {
    tune.forEach((note, i) => {
      assert.ok(note.pitch >= STAGE.lowest && note.pitch <= STAGE.highest);
      assert.ok(note.steps >= 1);
      assert.ok(i === 0 || tune[i - 1]!.step + tune[i - 1]!.steps <= note.step);
    });
  }
});

Deno.test("a closed melody ends on the tonic and breathes after it", () => {
  for (const tune of MANY) {
    const last = tune.at(-1)!;
    assert.equal((last.pitch - STAGE.tonic) % 12, 0);
    assert.ok(last.step >= 7 * 16 && last.step + last.steps <= 8 * 16 - 4);
  }
});

Deno.test("notes on the downbeat and the middle of the bar belong to the chord", () => {
  const strong = MANY.flat().filter(({ step }) => strengthAt(GRID, step) >= 2);
  const fitting = strong.filter(({ pitch, step }) => isChordTone(pitch, step, STAGE));
  assert.ok(fitting.length / strong.length > 0.97, `${fitting.length} of ${strong.length}`);
});

Deno.test("a melody moves mostly by step, as its song does", () => {
  const scale = castOf("60:4 62:4 64:4 65:4 67:4 65:4 64:4 62:4 60:4 62:4 64:4 62:4 60:8 r:8");
  const leaps = Array.from({ length: 20 }, (_, seed) => melodyOf(seed, {}, scale)).flatMap((tune) =>
    tune.slice(1).map(({ pitch }, i) => Math.abs(pitch - tune[i]!.pitch))
  );
  const steps = leaps.filter((leap) => leap === 1 || leap === 2).length;
  assert.ok(steps / leaps.length > 0.5, `${steps} of ${leaps.length}`);
  assert.ok(leaps.filter((leap) => leap > 7).length / leaps.length < 0.06);
});

Deno.test("ideas return: the rhythm of some bars comes again", () => {
  const repeats = MANY.filter((tune) => {
    const bars = Array.from(
      { length: 8 },
      (_, bar) =>
        tune.filter(({ step }) => Math.floor(step / 16) === bar).map(({ step }) => step % 16)
          .join(),
    );
    return new Set(bars).size <= 6;
  });
  assert.ok(repeats.length >= 24, String(repeats.length));
});

Deno.test("a melody that returns keeps its first idea and has another last one", () => {
  const task = {
    bars: 8,
    stage: STAGE,
    centre: 72,
    isClosed: true,
    pattern: "abac",
    maxDensity: 12,
    knobs: { ...turnKnobs(OPTIONS), variation: 0 },
  };
  const melodies = [1, 2, 3].map((seed) => composeMelody(castOf(), task, createRandom(seed)));
  const until = (notes: readonly { step: number }[], step: number) =>
    JSON.stringify(notes.filter((note) => note.step < step));
  for (const { first, again } of melodies) {
    assert.equal(until(first, 24), until(again, 24));
    assert.equal(again.at(-1)!.position % 7, 0);
  }
  assert.ok(melodies.some(({ first, again }) => until(first, 128) !== until(again, 128)));
});

Deno.test("a song that hammers one note lends its rhythm, not all of its repeats", () => {
  const riff = castOf("60:2 60:2 60:2 60:2 60:2 60:2 62:2 60:2 ".repeat(8).trim());
  const tunes = Array.from({ length: 20 }, (_, seed) => melodyOf(seed, {}, riff));
  const moves = tunes.flatMap((tune) =>
    tune.slice(1).map(({ pitch }, i) => pitch - tune[i]!.pitch)
  );
  assert.ok(moves.filter((move) => move === 0).length / moves.length < 0.5);
});

Deno.test("a fast tune is thinned to what can be played", () => {
  const fast = castOf("60:1 62:1 64:1 65:1 67:1 65:1 64:1 62:1 ".repeat(8).trim());
  const sparse = composeMelody(fast, {
    bars: 8,
    stage: STAGE,
    centre: 72,
    isClosed: true,
    pattern: "abac",
    maxDensity: 4,
    knobs: turnKnobs(OPTIONS),
  }, createRandom(1)).first;
  assert.ok(sparse.length <= 8 * 4);
  assert.ok(melodyOf(1, {}, fast).length > 8 * 4);
});

Deno.test("a restated idea keeps its rhythm and agrees with the new chords", () => {
  const idea = melodyOf(4).filter(({ step }) => step < 32);
  const over = {
    ...STAGE,
    harmony: [{ ...HARMONY[0]!, root: 2, quality: "min" as const, steps: 32 }],
  };
  const again = restate(idea, { stage: over, centre: 72, variation: 0 }, createRandom(1));
  assert.deepEqual(again.map(({ step }) => step), idea.map(({ step }) => step));
  const strong = again.filter(({ step }) => strengthAt(GRID, step) >= 2);
  assert.ok(strong.every((note) => isChordTone(soundOf(note, note.step, over), note.step, over)));
});

Deno.test("variation ornaments long notes", () => {
  const idea = melodyOf(4);
  const plain = restate(idea, { stage: STAGE, centre: 72, variation: 0 }, createRandom(1));
  const varied = restate(idea, { stage: STAGE, centre: 72, variation: 1 }, createRandom(1));
  assert.ok(varied.length > plain.length);
});
