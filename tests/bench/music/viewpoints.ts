// A song as sequences of tokens, one for each thing that a blend may take from it.

import type {
  Analysis,
  ChordQuality,
  PartNote,
  Role,
} from "../../../src/music/analyse/analysis.ts";

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
      return rhythmOf(part("chords"), pace);
    case "drums":
      return strokesOf(part("drums"), pace);
    case "bass":
      return rhythmOf(part("bass"), pace);
    case "melody":
      return movesOf(part("melody"), pace);
    case "tune rhythm":
      return rhythmOf(part("melody"), pace);
  }
}

/** A blend may play a song at half or twice its speed: there are as many tokens then. */
export const PACES: readonly number[] = [0.5, 1, 2];

const MAX_INTERVAL = 12;
const MAX_GAP = 32;

function movesOf(notes: readonly PartNote[], pace: number): string[] {
  return notes.slice(1).map(({ startStep, pitch }, index) => {
    const before = notes[index]!;
    const interval = Math.max(-MAX_INTERVAL, Math.min(MAX_INTERVAL, pitch - before.pitch));
    return `${interval}:${gapBetween(before.startStep, startStep, pace)}`;
  });
}

/** When something starts, whatever it is. */
function rhythmOf(notes: readonly PartNote[], pace: number): string[] {
  return strokesOf(notes, pace, () => "");
}

/** What starts together, and how long until the next. */
function strokesOf(
  notes: readonly PartNote[],
  pace: number,
  describe = ({ pitch }: PartNote) => drumOf(pitch),
): string[] {
  const strokes = [...Map.groupBy(notes, ({ startStep }) => startStep)];
  return strokes.slice(1).map(([startStep], index) => {
    const [start, together] = strokes[index]!;
    const names = [...new Set(together.map(describe))].sort().join("+");
    return `${names}:${gapBetween(start, startStep, pace)}`;
  });
}

function gapBetween(start: number, next: number, pace: number): number {
  return Math.min(MAX_GAP, (next - start) * pace);
}

/** From root to root, and whether the third is small. */
function chordMoves({ chords }: Analysis): string[] {
  return chords.slice(1).map(({ root, quality }, index) =>
    `${(root - chords[index]!.root + 12) % 12}${MINOR.has(quality) ? "m" : ""}`
  );
}

const MINOR: ReadonlySet<ChordQuality> = new Set(["min", "m7", "dim", "hdim"]);

/** General MIDI keys by what they do in a groove. */
function drumOf(pitch: number): string {
  if (pitch === 35 || pitch === 36) return "kick";
  if (pitch >= 37 && pitch <= 40) return "snare";
  if ([42, 44, 46].includes(pitch)) return "hat";
  if ([49, 51, 52, 53, 55, 57, 59].includes(pitch)) return "cymbal";
  if ([41, 43, 45, 47, 48, 50].includes(pitch)) return "tom";
  return "other";
}
