// Which pitches a piece uses: entropy as MusPy and MusDr define it, scales by their notes.

import { pitchedNotes, type Score, type ScoreNote } from "./score.ts";

/** Bits of the pitch class of a note. */
export function pitchClassEntropy(notes: readonly ScoreNote[]): number {
  const counts = countPitchClasses(notes);
  return counts.filter((count) => count > 0).reduce((sum, count) => {
    const share = count / notes.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** The mean entropy of all stretches of so many bars; silent ones are left out. */
export function barEntropy(score: Score, bars: number): number {
  const byBar = Map.groupBy(
    pitchedNotes(score),
    ({ step }) => Math.floor(step / score.stepsPerBar),
  );
  const entropies: number[] = [];
  for (let bar = 0; bar + bars <= score.bars; bar++) {
    const notes = Array.from({ length: bars }, (_, index) => byBar.get(bar + index) ?? []).flat();
    if (notes.length > 0) entropies.push(pitchClassEntropy(notes));
  }
  return entropies.reduce((sum, entropy) => sum + entropy, 0) / Math.max(1, entropies.length);
}

/** Share of the notes in the scale that has most of them. */
export function scaleConsistency(notes: readonly ScoreNote[]): number {
  const counts = countPitchClasses(notes);
  const inScale = SCALES.flatMap((scale) =>
    counts.map((_, tonic) => scale.reduce((sum, degree) => sum + counts[(tonic + degree) % 12]!, 0))
  );
  return Math.max(...inScale) / notes.length;
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const HARMONIC_MINOR = [0, 2, 3, 5, 7, 8, 11];
const SCALES = [MAJOR, HARMONIC_MINOR];

function countPitchClasses(notes: readonly ScoreNote[]): number[] {
  const counts = new Array<number>(12).fill(0);
  for (const { pitch } of notes) counts[pitch % 12]!++;
  return counts;
}
