import assert from "node:assert/strict";
import type { Analysis, PartNote } from "../../../../src/music/analyse/analysis.ts";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import {
  learnMaterial,
  MAX_LEARNT_BARS,
  MAX_LEARNT_NOTES,
} from "../../../../src/music/compose/learn/material.ts";
import { learnMelody, type MelodyModel } from "../../../../src/music/compose/learn/melody_model.ts";
import { scaleOf, toPitch } from "../../../../src/music/compose/scale.ts";
import {
  chordsInMode,
  MAX_LEARNT_CHORDS,
} from "../../../../src/music/compose/learn/song_chords.ts";
import { bandSong, everyBar, partOf, spellLine } from "../../../support/band_song.ts";

const GRID = gridFor({ numerator: 4, denominator: 4 }, 16);
const HEARING = { grid: GRID, tempoBpm: 112, mode: "major" } as const;

function learn(changes: Partial<Analysis>, mode: "major" | "minor" = "major") {
  return learnMaterial(bandSong(changes), 0, { ...HEARING, mode });
}

function steadyLine(count: number): PartNote[] {
  return spellLine(Array.from({ length: count }, (_, i) => `${60 + i % 3}:2`).join(" "));
}

Deno.test("at most MAX_LEARNT_NOTES of a part are learnt", () => {
  const learnt = (count: number) =>
    learn({ parts: [partOf("melody", 0, steadyLine(count))] }).melody.length;
  assert.equal(learnt(MAX_LEARNT_NOTES), MAX_LEARNT_NOTES);
  assert.equal(learnt(MAX_LEARNT_NOTES + 1), MAX_LEARNT_NOTES);
});

Deno.test("what lies beyond MAX_LEARNT_BARS is not learnt", () => {
  const at = (bar: number) => {
    const notes = spellLine("60:4 62:4 64:4 65:4", bar * 16);
    return learn({ bars: bar + 1, parts: [partOf("melody", 0, notes)] });
  };
  assert.equal(at(MAX_LEARNT_BARS - 1).melody.length, 4);
  assert.equal(at(MAX_LEARNT_BARS).melody.length, 0);
  assert.equal(at(MAX_LEARNT_BARS).bars, MAX_LEARNT_BARS);
});

Deno.test("at most MAX_LEARNT_CHORDS are learnt", () => {
  const song = (count: number) => {
    const chords = Array.from({ length: count }, (_, i) => ({
      startStep: i,
      steps: 1,
      root: i % 2 ? 7 : 0,
      quality: "maj" as const,
    }));
    return chordsInMode(bandSong({ chords }), "major", (step) => step).length;
  };
  assert.equal(song(MAX_LEARNT_CHORDS), MAX_LEARNT_CHORDS);
  assert.equal(song(MAX_LEARNT_CHORDS + 1), MAX_LEARNT_CHORDS);
});

Deno.test("a melody in major is heard in minor, degree by degree", () => {
  const { melody } = learn(
    { parts: [partOf("melody", 0, spellLine("60:4 64:4 67:4 69:4"))] },
    "minor",
  );
  assert.deepEqual(melody.map((note) => toPitch(note, scaleOf("minor"), 0)), [60, 63, 67, 68]);
});

Deno.test("a tune is learnt in the phrases that its song has", () => {
  const melody = partOf("melody", 0, spellLine("60:4 64:4 62:4 65:4 64:4 67:4 65:4 60:4"));
  const phrases = [{ startStep: 0, steps: 12 }, { startStep: 12, steps: 20 }];
  const model = (changes: Partial<Analysis>) => {
    const material = learn({ parts: [melody], ...changes });
    return learnMelody(material, material, GRID);
  };
  assert.deepEqual(learn({ parts: [melody], phrases }).phraseStarts, [0, 12]);
  const beginnings = ({ moves }: MelodyModel) => moves.root.longer.get(-1)!.total;
  assert.equal(beginnings(model({})), 1);
  assert.equal(beginnings(model({ phrases })), 2);
});

Deno.test("of melody notes that meet on a step the highest is sung", () => {
  const together = everyBar({ 0: [60, 64], 8: [62] }, 1, { steps: 12 });
  const { melody } = learn({ parts: [partOf("melody", 0, together)] });
  assert.deepEqual(melody.map(({ step, steps }) => [step, steps]), [[0, 8], [8, 12]]);
  assert.equal(toPitch(melody[0]!, scaleOf("major"), 0), 64);
});

Deno.test("a pad comps where nobody else does", () => {
  const pad = [partOf("pad", 48, everyBar({ 0: [60, 64, 67] }, 8, { steps: 16 }))];
  assert.equal(learn({ parts: pad }).comping.length, 24);
});

Deno.test("the swing of the drums is learnt, the beat itself stays", () => {
  const late = everyBar({ 0: [36], 2: [42], 4: [38], 6: [42] }, 8)
    .map((note) => ({ ...note, offsetSteps: note.startStep % 4 === 2 ? 0.3 : 0.1 }));
  const { swing } = learn({ parts: [partOf("drums", 0, late)] });
  assert.equal(swing[0], 0);
  assert.ok(swing[2]! > 0.2 && swing[2]! < 0.35);
  assert.equal(swing[1], 0);
});
