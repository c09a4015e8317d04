// A song as sequences of tokens, one for each thing that a blend may take from it.

import type {
  Analysis,
  ChordQuality,
  PartNote,
  Role,
} from "../../../src/music/analyse/analysis.ts";
import { STEPS_PER_BEAT } from "./score.ts";

export type Viewpoint = "harmony" | "comping" | "drums" | "bass" | "melody" | "tune rhythm";

/** In what each of three blended songs should be heard: the first leads the harmony, and so on. */
export const GIVEN: readonly (readonly Viewpoint[])[] = [
  ["harmony", "comping"],
  ["drums", "bass"],
  ["melody", "tune rhythm"],
];

/** What a song does in one viewpoint: empty where nobody plays. `pace` 2 makes all times twice as long. */
export function tokensOf(analysis: Analysis, viewpoint: Viewpoint, pace = 1): string[] {
  const part = (role: Role) => analysis.parts.find((part) => part.role === role)?.notes ?? [];
  switch (viewpoint) {
    case "harmony":
      return chordMoves(analysis);
    case "comping":
      return beatsOf(part("chords"), analysis);
    case "drums":
      return beatsOf(part("drums"), analysis, ({ pitch }) => drumOf(pitch));
    case "bass":
      return rhythmOf(part("bass"), pace);
    case "melody":
      return movesOf(part("melody"), pace);
    case "tune rhythm":
      return rhythmOf(part("melody"), pace);
  }
}

/** A blend may play a song's lines at half or twice their speed; they have as many tokens then. */
export function pacesOf(viewpoint: Viewpoint): readonly number[] {
  return viewpoint === "harmony" || viewpoint === "comping" || viewpoint === "drums"
    ? [1]
    : [0.5, 1, 2];
}

const MAX_INTERVAL = 12;
const MAX_GAP = 32;

function movesOf(notes: readonly PartNote[], pace: number): string[] {
  const gaps = rhythmOf(notes, pace);
  return notes.slice(1).map(({ pitch }, index) => {
    const interval = pitch - notes[index]!.pitch;
    return `${Math.max(-MAX_INTERVAL, Math.min(MAX_INTERVAL, interval))}:${gaps[index]!}`;
  });
}

function rhythmOf(notes: readonly PartNote[], pace: number): string[] {
  return notes.slice(1).map(({ startStep }, index) =>
    `${Math.min(MAX_GAP, (startStep - notes[index]!.startStep) * pace)}`
  );
}

/** From root to root, and whether the third is small. */
function chordMoves({ chords }: Analysis): string[] {
  return chords.slice(1).map(({ root, quality }, index) =>
    `${(root - chords[index]!.root + 12) % 12}${MINOR.has(quality) ? "m" : ""}`
  );
}

const MINOR: ReadonlySet<ChordQuality> = new Set(["min", "m7", "dim", "hdim"]);

/** What is played in each beat: where in it, and what. */
function beatsOf(
  notes: readonly PartNote[],
  { bars, stepsPerBar }: Analysis,
  describe: (note: PartNote) => string = () => "",
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
