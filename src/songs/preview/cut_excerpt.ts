import { findExcerpt } from "../../music/analyse/find_excerpt.ts";
import { cutPiece } from "../../music/midi/cut_piece.ts";
import type { Piece } from "../../music/midi/piece.ts";
import { writeMidi } from "../../music/midi/write_midi.ts";

/** Long enough to know a song by, short enough to be made while somebody waits. */
const EXCERPT_SECONDS = 12;

/** The seconds of a song that tell it best, as a MIDI file; a shorter song whole. */
export function cutExcerpt(piece: Piece): Uint8Array<ArrayBuffer> {
  const startTicks = findExcerpt(piece, EXCERPT_SECONDS);
  return writeMidi(cutPiece(piece, { startTicks, lengthSeconds: EXCERPT_SECONDS }));
}
