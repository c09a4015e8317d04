// The form of a score laid out in time, for the parts to be played over.

import { type Score, type ScoreChord, type ScoreSection, ticksPerBar } from "./score.ts";

export type PlacedSection = ScoreSection & {
  readonly startTicks: number;
  /** The section before ended with a drum fill. */
  readonly followsFill: boolean;
};

export type PlacedScore = {
  readonly score: Score;
  readonly barTicks: number;
  readonly durationTicks: number;
  readonly sections: readonly PlacedSection[];
  /** Of the whole song, without gap. */
  readonly chords: readonly ScoreChord[];
};

/** Puts the sections one after the other. */
export function placeSections(score: Score): PlacedScore {
  const barTicks = ticksPerBar(score.meter);
  const sections: PlacedSection[] = [];
  let startTicks = 0;
  for (const section of score.form) {
    const followsFill = sections.at(-1)?.fill !== undefined;
    sections.push({ ...section, startTicks, followsFill });
    startTicks += section.bars * barTicks;
  }
  const chords = sections.flatMap((section) =>
    section.chords.map((chord) => ({ ...chord, startTicks: section.startTicks + chord.startTicks }))
  );
  return { score, barTicks, durationTicks: startTicks, sections, chords };
}
