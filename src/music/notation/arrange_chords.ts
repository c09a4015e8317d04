import type { Note } from "../midi/piece.ts";
import type { PlacedScore } from "./place_sections.ts";
import { type ChordStroke, placeStrokes, splitAtChords } from "./place_strokes.ts";
import type { ScoreChord, ScorePart } from "./score.ts";
import { strokeVelocity } from "./stroke_velocity.ts";
import { voiceChord, type Voicing } from "./voice_chord.ts";

/** Plays the patterns of the chords or the pad: whole chords, or one note of them at a time. */
export function arrangeChords(
  placed: PlacedScore,
  part: ScorePart,
  role: "chords" | "pad",
): Note[] {
  const voicings = voiceAll(placed.chords);
  return placed.sections.filter(({ silent }) => !silent.has(role)).flatMap((section) =>
    splitAtChords(placeStrokes(placed, section, (style) => style[role]), placed.chords).flatMap(
      (stroke) =>
        pitchesOf(stroke, voicings.get(stroke.chord) ?? []).map((pitch) => ({
          startTicks: stroke.startTicks,
          durationTicks: stroke.durationTicks,
          pitch: pitch + 12 * part.octaves,
          velocity: strokeVelocity(placed, stroke.startTicks, { ...part, ...section, ...stroke }),
        })),
    )
  );
}

function voiceAll(chords: readonly ScoreChord[]): ReadonlyMap<ScoreChord, Voicing> {
  const voicings = new Map<ScoreChord, Voicing>();
  let previous: Voicing | undefined;
  for (const chord of chords) {
    if (chord.intervals.length === 0) continue;
    previous = voiceChord(chord, previous);
    voicings.set(chord, previous);
  }
  return voicings;
}

/** A digit past the top of the chord goes on an octave higher. */
function pitchesOf({ symbol }: ChordStroke, voicing: Voicing): Voicing {
  if (!/\d/.test(symbol)) return voicing;
  const index = Number(symbol) - 1;
  const octaves = Math.floor(index / voicing.length);
  return [voicing[index % voicing.length]! + 12 * octaves];
}
