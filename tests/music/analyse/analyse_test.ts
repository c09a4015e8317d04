import fc from "fast-check";
import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Analysis, PartNote } from "../../../src/music/analyse/analysis.ts";
import { MAX_BARS } from "../../../src/music/analyse/bar_grid.ts";
import { pieceArbitrary } from "../../support/piece_arbitrary.ts";
import { chordsOf, lineOf, pieceOf, repeated, trackOf } from "../../support/piece_of.ts";

Deno.test("analyse knows the song of a short waltz", () => {
  const bars = Array.from({ length: 4 }, (_, index) => index * 48);
  const left = repeated(
    chordsOf([[43, 59, 62], [38, 60, 66], [38, 57, 66], [43, 59, 67]], 12),
    bars,
  );
  const right = repeated(lineOf([79, 83, 81, 78, 81, 79, 74, 78, 81, 79, 71, 74], 4), bars);
  const waltz = pieceOf([trackOf(left), trackOf(right)], { numerator: 3, bpm: 90 });
  const { key, meter, stepsPerBar, bars: length, tempoBpm, durationSeconds } = analyse(waltz);
  assert.deepEqual(key, { tonic: 7, mode: "major" });
  assert.deepEqual(meter, { numerator: 3, denominator: 4 });
  assert.deepEqual([stepsPerBar, length, Math.round(tempoBpm)], [12, 16, 90]);
  assert.ok(Math.abs(durationSeconds - 32) < 0.01);
});

Deno.test("analyse refuses a piece without notes", () => {
  assert.throws(() => analyse(pieceOf([])), {
    name: "RangeError",
    message: "Cannot analyse a piece without notes",
  });
  assert.throws(() => analyse(pieceOf([trackOf([])])), RangeError);
});

Deno.test("analyse says the same of the same piece", () => {
  const piece = fc.sample(pieceArbitrary, { numRuns: 20, seed: 7 }).find(({ tracks }) =>
    tracks.length > 0
  )!;
  assert.deepEqual(analyse(piece), analyse(piece));
});

Deno.test("analyse keeps its word about every piece that can be read", () => {
  const withNotes = pieceArbitrary.filter(({ tracks }) => tracks.length > 0);
  fc.assert(
    fc.property(withNotes, (piece) => assertKeepsItsWord(analyse(piece))),
    { numRuns: 300, seed: 6 },
  );
});

Deno.test("analyse stops after its last bar in a piece that goes on", () => {
  const long = pieceOf([trackOf(lineOf(Array.from({ length: 2000 }, (_, n) => 60 + n % 12), 4))]);
  const analysis = analyse(long);
  assert.equal(analysis.bars, MAX_BARS);
  assertKeepsItsWord(analysis);
});

Deno.test("analyse copes with a bar full of more notes than steps", () => {
  const cluster = Array.from({ length: 128 }, (_, pitch) => pitch);
  assertKeepsItsWord(analyse(pieceOf([trackOf(chordsOf([cluster, cluster], 1))])));
});

/** What the contract of an analysis promises. */
function assertKeepsItsWord(analysis: Analysis): void {
  const { bars, stepsPerBar, chords, sections, parts, keyAreas } = analysis;
  assert.ok(Number.isInteger(stepsPerBar) && stepsPerBar > 0 && bars >= 1 && bars <= MAX_BARS);
  assert.ok(analysis.keyConfidence >= 0 && analysis.keyConfidence <= 1);
  assert.ok(Number.isFinite(analysis.tempoBpm) && analysis.tempoBpm > 0);
  const isPitched = parts.some(({ role }) => role !== "drums");
  if (isPitched) {
    assertCovers(chords.map((chord) => [chord.startStep, chord.steps]), bars * stepsPerBar);
  }
  assertCovers(sections.map((section) => [section.startBar, section.bars]), bars);
  assertCovers(keyAreas!.map((area) => [area.startBar, area.bars]), bars);
  assert.equal(new Set(parts.map(({ role }) => role)).size, parts.length);
  assert.ok(parts.length > 0);
  for (const { role, notes } of parts) {
    assertNotes(notes, bars * stepsPerBar);
    if (role === "melody" || role === "bass") assertOneAtATime(notes);
  }
}

function assertCovers(spans: readonly (readonly [number, number])[], length: number): void {
  const end = spans.reduce((expected, [start, size]) => {
    assert.equal(start, expected);
    assert.ok(size > 0);
    return start + size;
  }, 0);
  assert.equal(end, length);
}

function assertNotes(notes: readonly PartNote[], length: number): void {
  assert.ok(notes.length > 0);
  notes.forEach(({ startStep, steps, pitch, velocity, offsetSteps }, index) => {
    const next = notes[index + 1];
    assert.ok(startStep >= 0 && startStep < length && steps >= 1);
    assert.ok(Number.isInteger(startStep) && Number.isInteger(steps));
    assert.ok(pitch >= 0 && pitch <= 127 && velocity >= 1 && velocity <= 127);
    assert.ok(offsetSteps >= -0.5 && offsetSteps <= 0.5);
    if (next) assert.ok(startStep * 128 + pitch < next.startStep * 128 + next.pitch);
  });
}

function assertOneAtATime(notes: readonly PartNote[]): void {
  const overlaps = notes.some(({ startStep, steps }, index) =>
    startStep + steps > (notes[index + 1]?.startStep ?? Infinity)
  );
  assert.ok(!overlaps);
}
