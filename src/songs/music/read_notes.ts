import { AppError } from "../../errors.ts";
import type { Piece } from "../../music/midi/piece.ts";
import { readMidi } from "../../music/midi/read_midi.ts";

/**
 * Reads a MIDI file that has to have notes.
 * @throws {AppError} `invalid_midi`, `midi_too_large`.
 */
export function readNotes(bytes: Uint8Array): Piece {
  const piece = translateErrors(() => readMidi(bytes));
  if (piece.tracks.some(({ notes }) => notes.length > 0)) return piece;
  throw new AppError("invalid_midi", "The MIDI file has no notes");
}

function translateErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new AppError("invalid_midi", error.message, { cause: error });
    }
    if (error instanceof RangeError) {
      throw new AppError("midi_too_large", error.message, { cause: error });
    }
    throw error;
  }
}
