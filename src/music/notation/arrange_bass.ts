import type { Note } from "../midi/piece.ts";
import type { PlacedScore } from "./place_sections.ts";
import { type ChordStroke, placeStrokes, splitAtChords } from "./place_strokes.ts";
import type { ScorePart } from "./score.ts";
import { strokeVelocity } from "./stroke_velocity.ts";

const LOWEST_ROOT = 28;
/** What a degree is where the chord does not say otherwise, in semitones. */
const DEGREES: readonly number[] = [0, 2, 4, 5, 7, 9, 10, 12];

/** Plays the bass patterns on the roots of the chords. */
export function arrangeBass(placed: PlacedScore, part: ScorePart): Note[] {
  return placed.sections.filter(({ silent }) => !silent.has("bass")).flatMap((section) =>
    splitAtChords(placeStrokes(placed, section, ({ bass }) => bass), placed.chords).map(
      (stroke) => ({
        startTicks: stroke.startTicks,
        durationTicks: stroke.durationTicks,
        pitch: pitchOf(stroke) + 12 * part.octaves,
        velocity: strokeVelocity(placed, stroke.startTicks, { ...part, ...section }),
      }),
    )
  );
}

function pitchOf({ symbol, chord, next }: ChordStroke): number {
  if (symbol === ">") return lowest((next ?? chord).bass) - 1;
  if (symbol === "1") return lowest(chord.bass);
  if (symbol === "8") return lowest(chord.bass) + 12;
  return lowest(chord.root) + intervalOf(Number(symbol), chord.intervals);
}

/** The third, fifth or seventh as the chord has it. */
function intervalOf(degree: number, intervals: readonly number[]): number {
  const plain = DEGREES[degree - 1]!;
  if (degree % 2 === 0) return plain;
  return intervals.find((interval) => Math.abs(interval - plain) <= 1) ?? plain;
}

function lowest(pitchClass: number): number {
  return LOWEST_ROOT + (pitchClass - LOWEST_ROOT % 12 + 12) % 12;
}
