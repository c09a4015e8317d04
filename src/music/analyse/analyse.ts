// From a MIDI file to what the composer knows of a song.

import type { Piece } from "../midi/piece.ts";
import type { Analysis, Part, PartNote } from "./analysis.ts";
import { findChords } from "./chords.ts";
import { hear } from "./hear.ts";
import { findPhrases } from "./phrases.ts";

/**
 * Analyses a piece: its outline, and the chords and phrases inside its bars.
 * @throws {RangeError} when the piece has no notes.
 */
export function analyse(piece: Piece): Analysis {
  const { outline, grid, pitched } = hear(piece);
  const { parts, keyAreas } = outline;
  const melody = parts.find(({ role }) => role === "melody")?.notes ?? [];
  return {
    ...outline,
    chords: findChords([...pitched, ...harmonyNotes(parts)], grid, keyAreas),
    phrases: findPhrases(melody, grid),
  };
}

/** The parts that carry the harmony; counted once more, they outweigh the melody's passing notes. */
function harmonyNotes(parts: readonly Part[]): PartNote[] {
  return parts.filter(({ role }) => role === "bass" || role === "chords" || role === "pad")
    .flatMap(({ notes }) => notes);
}
