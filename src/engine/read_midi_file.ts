import { AppError } from "../errors.ts";
import { CATALOGUE_MIDI_LIMITS } from "../music/midi/midi_limits.ts";
import type { Piece } from "../music/midi/piece.ts";
import { readMidi } from "../music/midi/read_midi.ts";

/**
 * Reads a MIDI file of a request; `name` is what its sender calls it.
 * @throws {AppError} `invalid_midi`, `midi_too_large`.
 */
export function readMidiFile(bytes: Uint8Array, name: string): Piece {
  try {
    return readMidi(bytes, CATALOGUE_MIDI_LIMITS);
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    const code = cause instanceof RangeError ? "midi_too_large" : "invalid_midi";
    throw new AppError(code, `${name} cannot be used: ${cause.message}`, { cause });
  }
}
