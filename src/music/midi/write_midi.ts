// The writer's half of the format: one form only, so equal pieces give equal bytes.

import { encodeText } from "./midi_text.ts";
import type { Piece, Track } from "./piece.ts";
import { programChanges } from "./program_changes.ts";
import { TrackBytes } from "./track_bytes.ts";

/** Writes a piece as a format 1 file: a conductor track, then one track for each of the piece's. */
export function writeMidi(piece: Piece): Uint8Array<ArrayBuffer> {
  const programs = programChanges(piece.tracks);
  const tracks = piece.tracks.map((track, index) =>
    encodeTrack(track, programs[index]!, piece.durationTicks)
  );
  return concatenate([encodeHeader(piece), encodeConductor(piece), ...tracks]);
}

// At one tick the old notes end before controls change and new notes start.
const RANK = { conductor: 0, noteOff: 1, program: 2, control: 3, noteOn: 4 } as const;
const MAX_MICROSECONDS_PER_QUARTER = 0xffffff;

function encodeHeader({ ticksPerQuarter, tracks }: Piece): Uint8Array {
  const header = new DataView(new ArrayBuffer(14));
  header.setUint32(0, 0x4d546864);
  header.setUint32(4, 6);
  header.setUint16(8, 1);
  header.setUint16(10, tracks.length + 1);
  header.setUint16(12, ticksPerQuarter);
  return new Uint8Array(header.buffer);
}

function encodeConductor(piece: Piece): Uint8Array {
  const { name, copyright, tempos, meters, texts, durationTicks } = piece;
  const bytes = new TrackBytes();
  if (name) bytes.addMeta(0, 0x03, encodeText(name));
  if (copyright) bytes.addMeta(0, 0x02, encodeText(copyright));
  for (const { startTicks, microsecondsPerQuarter } of tempos) {
    const tempo = Math.min(Math.round(microsecondsPerQuarter), MAX_MICROSECONDS_PER_QUARTER);
    bytes.addMeta(startTicks, 0x51, [tempo >> 16, tempo >> 8 & 0xff, tempo & 0xff]);
  }
  for (const { startTicks, numerator, denominator } of meters) {
    bytes.addMeta(startTicks, 0x58, [numerator, Math.log2(denominator), 24, 8]);
  }
  for (const { startTicks, text } of texts) bytes.addMeta(startTicks, 0x01, encodeText(text));
  return bytes.finish(durationTicks);
}

function encodeTrack(
  { name, channel, notes, controls, program }: Track,
  programTicks: readonly number[],
  durationTicks: number,
): Uint8Array {
  const bytes = new TrackBytes();
  if (name !== "") bytes.addMeta(0, 0x03, encodeText(name));
  for (const ticks of programTicks) bytes.add(ticks, RANK.program, [0xc0 | channel, program]);
  for (const { startTicks, controller, value } of controls ?? []) {
    bytes.add(startTicks, RANK.control, [0xb0 | channel, controller, value]);
  }
  for (const { startTicks, durationTicks: length, pitch, velocity } of notes) {
    bytes.add(startTicks, RANK.noteOn, [0x90 | channel, pitch, velocity]);
    bytes.add(startTicks + length, RANK.noteOff, [0x80 | channel, pitch, 0]);
  }
  return bytes.finish(durationTicks);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
