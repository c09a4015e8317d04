import assert from "node:assert/strict";
import type { Analysis, Part } from "../../src/music/analyse/analysis.ts";
import { MAX_BARS } from "../../src/music/analyse/bar_grid.ts";

/** Checks what everyone who takes an analysis may rely on, whatever song it is of. */
export function assertSoundAnalysis(song: Analysis): void {
  const { bars, stepsPerBar, tempoBpm, durationSeconds, keyConfidence } = song;
  assert.ok(bars >= 1 && bars <= MAX_BARS, `${bars} bars`);
  assert.ok(Number.isInteger(stepsPerBar) && stepsPerBar >= 6 && stepsPerBar <= 32);
  assert.equal(stepsPerBar, song.meter.numerator * 16 / song.meter.denominator);
  assert.ok(tempoBpm > 0 && Number.isFinite(tempoBpm), `${tempoBpm} quarters a minute`);
  assert.ok(durationSeconds >= 0 && Number.isFinite(durationSeconds));
  assert.ok(keyConfidence >= 0 && keyConfidence <= 1, `confidence ${keyConfidence}`);
  assertCovers(song.keyAreas!.map(({ startBar, bars }) => [startBar, bars]), bars);
  assertCovers(song.sections.map(({ startBar, bars }) => [startBar, bars]), bars);
  if (song.chords.length > 0) {
    assertCovers(song.chords.map(({ startStep, steps }) => [startStep, steps]), bars * stepsPerBar);
  }
  assert.equal(new Set(song.parts.map(({ role }) => role)).size, song.parts.length);
  const phrases = song.phrases!;
  const ends = [0, ...phrases.map(({ startStep, steps }) => startStep + steps)];
  assert.ok(phrases.every(({ startStep, steps }, i) => steps > 0 && startStep >= ends[i]!));
  for (const part of song.parts) assertSoundPart(part, bars * stepsPerBar);
}

function assertCovers(
  stretches: readonly (readonly [start: number, length: number])[],
  end: number,
) {
  let next = 0;
  for (const [start, length] of stretches) {
    assert.equal(start, next);
    assert.ok(length > 0);
    next = start + length;
  }
  assert.equal(next, end);
}

function assertSoundPart({ role, notes }: Part, endStep: number): void {
  assert.ok(notes.length > 0);
  const isLine = role === "melody" || role === "bass";
  notes.forEach((note, index) => {
    const { startStep, steps, pitch, velocity, offsetSteps } = note;
    const next = notes[index + 1];
    const isOnGrid = Number.isInteger(startStep) && Number.isInteger(steps) && steps >= 1 &&
      startStep >= 0 && startStep < endStep && Math.abs(offsetSteps) <= 0.5;
    const isInRange = pitch >= 0 && pitch < 128 && velocity > 0 && velocity < 128;
    const isInOrder = !next || startStep * 128 + pitch < next.startStep * 128 + next.pitch;
    const isAlone = !isLine || !next || startStep + steps <= next.startStep;
    if (!isOnGrid || !isInRange || !isInOrder || !isAlone) {
      assert.fail(`${role}: ${JSON.stringify(note)} before ${JSON.stringify(next)}`);
    }
  });
}
