// The strokes of a pattern over the bars of a section.

import type { PlacedScore, PlacedSection } from "./place_sections.ts";
import type { Pattern, ScoreChord, ScoreStyle, Stroke } from "./score.ts";

/** A stroke under one chord; one that is held into the next chord is struck again there. */
export type ChordStroke = Stroke & {
  readonly chord: ScoreChord;
  /** The chord after it, if the song has one. */
  readonly next: ScoreChord | undefined;
};

/** Repeats the pattern to the last bar, which plays the fill's pattern where there is one. */
export function placeStrokes(
  { barTicks }: PlacedScore,
  section: PlacedSection,
  patternOf: (style: ScoreStyle) => Pattern | undefined,
): Stroke[] {
  const regular = patternOf(section.style) ?? [];
  const last = section.fill && patternOf(section.fill);
  return Array.from({ length: section.bars }, (_, bar) => {
    const isLast = bar === section.bars - 1;
    const strokes = isLast && last ? last[0] : regular[bar % regular.length];
    const offset = section.startTicks + bar * barTicks;
    return (strokes ?? []).map((s) => ({ ...s, startTicks: offset + s.startTicks }));
  }).flat();
}

/** Cuts strokes where the chord changes. */
export function splitAtChords(
  strokes: readonly Stroke[],
  chords: readonly ScoreChord[],
): ChordStroke[] {
  return strokes.flatMap((stroke) =>
    chords.flatMap((chord, index) => {
      const startTicks = Math.max(stroke.startTicks, chord.startTicks);
      const endTicks = Math.min(
        stroke.startTicks + stroke.durationTicks,
        chord.startTicks + chord.durationTicks,
      );
      if (startTicks >= endTicks || chord.intervals.length === 0) return [];
      const durationTicks = endTicks - startTicks;
      return [{ ...stroke, startTicks, durationTicks, chord, next: chords[index + 1] }];
    })
  );
}
