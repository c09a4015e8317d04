// A song as sequences of tokens, one for each thing that a blend may take from it.

import type { Analysis, Chord, PartNote, Role } from "../../../src/music/analyse/analysis.ts";
import { STEPS_PER_BEAT } from "./score.ts";

export const VIEWPOINTS = ["harmony", "drums", "comping", "bass", "melody"] as const;

export type Viewpoint = typeof VIEWPOINTS[number];

/** Which of three blended songs should be heard in a viewpoint. */
export const GIVEN: Readonly<Record<Viewpoint, number>> = {
  harmony: 0,
  drums: 1,
  comping: 1,
  bass: 1,
  melody: 2,
};

/** What a song does in one viewpoint: empty where nobody plays. `pace` 2 counts each time twice. */
export function tokensOf(analysis: Analysis, viewpoint: Viewpoint, pace = 1): string[] {
  const part = (role: Role) => analysis.parts.find((part) => part.role === role)?.notes ?? [];
  switch (viewpoint) {
    case "harmony":
      return analysis.chords.map((chord) => degreeOf(chord, analysis));
    case "drums":
      return beatsOf(part("drums"), analysis, ({ pitch }) => drumOf(pitch));
    case "comping":
      return beatsOf([...part("chords"), ...part("pad")], analysis, () => "");
    case "bass":
    case "melody":
      return movesOf(part(viewpoint), pace);
  }
}

/** A blend may play a song's lines at half or twice their speed. */
export function pacesOf(viewpoint: Viewpoint): readonly number[] {
  return viewpoint === "bass" || viewpoint === "melody" ? [0.5, 1, 2] : [1];
}

const MAX_INTERVAL = 12;
const MAX_GAP = 32;

function movesOf(notes: readonly PartNote[], pace: number): string[] {
  return notes.slice(1).map(({ pitch, startStep }, index) => {
    const interval = pitch - notes[index]!.pitch;
    const gap = Math.min(MAX_GAP, (startStep - notes[index]!.startStep) * pace);
    return `${Math.max(-MAX_INTERVAL, Math.min(MAX_INTERVAL, interval))}:${gap}`;
  });
}

/** The degree of the key, and whether the third is small. */
function degreeOf({ root, quality }: Chord, { key }: Analysis): string {
  const isMinor = quality === "min" || quality === "m7" || quality === "dim" || quality === "hdim";
  return `${(root - key.tonic + 12) % 12}${isMinor ? "m" : ""}`;
}

/** What is played in each beat: where in it, and what. */
function beatsOf(
  notes: readonly PartNote[],
  { bars, stepsPerBar }: Analysis,
  describe: (note: PartNote) => string,
): string[] {
  if (notes.length === 0) return [];
  const byBeat = Map.groupBy(notes, ({ startStep }) => Math.floor(startStep / STEPS_PER_BEAT));
  return Array.from({ length: Math.ceil(bars * stepsPerBar / STEPS_PER_BEAT) }, (_, beat) => {
    const strokes = (byBeat.get(beat) ?? []).map((note) =>
      `${note.startStep % STEPS_PER_BEAT}${describe(note)}`
    );
    return [...new Set(strokes)].sort().join(",");
  });
}

/** General MIDI keys by what they do in a groove. */
function drumOf(pitch: number): string {
  if (pitch === 35 || pitch === 36) return "kick";
  if (pitch >= 37 && pitch <= 40) return "snare";
  if ([42, 44, 46].includes(pitch)) return "hat";
  if ([49, 51, 52, 53, 55, 57, 59].includes(pitch)) return "cymbal";
  if ([41, 43, 45, 47, 48, 50].includes(pitch)) return "tom";
  return "other";
}
