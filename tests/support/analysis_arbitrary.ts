// Songs by chance, as the analysis could describe them: empty, tiny, odd, dense.

import fc from "fast-check";
import type { Analysis, Chord, Part, PartNote, Role } from "../../src/music/analyse/analysis.ts";

const QUALITIES = ["maj", "min", "dim", "aug", "sus2", "sus4", "7", "maj7", "m7", "hdim"] as const;
const ROLES: readonly Role[] = ["melody", "bass", "chords", "pad", "drums"];
const MAX_STEPS = 1_600;

const note: fc.Arbitrary<PartNote> = fc.record({
  startStep: fc.oneof(fc.nat(64), fc.nat(MAX_STEPS)),
  steps: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 600 })),
  pitch: fc.nat(127),
  velocity: fc.integer({ min: 1, max: 127 }),
  offsetSteps: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
});

const meter = fc.record({
  numerator: fc.integer({ min: 1, max: 13 }),
  denominator: fc.constantFrom(2, 4, 8, 16),
});

/** A song that keeps every promise of `Analysis`. */
export const analysisArbitrary: fc.Arbitrary<Analysis> = fc.record({
  key: fc.record({ tonic: fc.nat(11), mode: fc.constantFrom("major" as const, "minor" as const) }),
  keyConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
  tempoBpm: fc.double({ min: 1, max: 1_000, noNaN: true }),
  meter,
  chords: fc.array(
    fc.record({
      steps: fc.integer({ min: 1, max: 64 }),
      root: fc.nat(11),
      quality: fc.constantFrom(...QUALITIES),
    }),
    { maxLength: 40 },
  ).map(inARow),
  sections: fc.array(
    fc.record({
      label: fc.constantFrom("A", "B", "C", "D", "E", "F"),
      bars: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 8 },
  ),
  parts: fc.uniqueArray(
    fc.record({
      role: fc.constantFrom(...ROLES),
      program: fc.nat(127),
      notes: fc.array(note, { minLength: 1, maxLength: 120 }),
    }),
    { selector: ({ role }) => role, maxLength: 5 },
  ).map((parts) => parts.map(inOrder)),
}).map(({ sections, ...rest }) => {
  const stepsPerBar = rest.meter.numerator * 16 / rest.meter.denominator;
  const lastStep = Math.max(
    1,
    ...rest.parts.flatMap(({ notes }) => notes.map(({ startStep, steps }) => startStep + steps)),
  );
  const bars = Math.ceil(lastStep / stepsPerBar);
  let startBar = 0;
  return {
    ...rest,
    stepsPerBar,
    bars,
    durationSeconds: lastStep * 15 / rest.tempoBpm,
    sections: sections.map(({ label, bars: length }) => {
      startBar += length;
      return { label, startBar: startBar - length, bars: length };
    }),
  };
});

function inARow(chords: readonly Omit<Chord, "startStep">[]): Chord[] {
  let startStep = 0;
  return chords.map((chord) => {
    startStep += chord.steps;
    return { ...chord, startStep: startStep - chord.steps };
  });
}

function inOrder({ notes, ...part }: Part): Part {
  const sorted = notes.toSorted((a, b) => a.startStep - b.startStep || a.pitch - b.pitch);
  const isLine = part.role === "melody" || part.role === "bass";
  return { ...part, notes: isLine ? oneAtATime(sorted) : sorted };
}

function oneAtATime(notes: readonly PartNote[]): PartNote[] {
  return notes.filter((one, i) => one.startStep !== notes[i + 1]?.startStep)
    .map((one, i, line) => ({
      ...one,
      steps: Math.min(one.steps, (line[i + 1]?.startStep ?? Infinity) - one.startStep),
    }));
}
