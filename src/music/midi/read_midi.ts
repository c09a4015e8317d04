// Standard MIDI files, read within limits: every length is checked against the bytes that are left,
// every count against its limit, so a hostile file costs no more than an honest one.

import { ByteCursor } from "./byte_cursor.ts";
import { MidiBudget } from "./midi_budget.ts";
import { CATALOGUE_MIDI_LIMITS, type MidiLimits } from "./midi_limits.ts";
import { decodeText } from "./midi_text.ts";
import type { Piece, Tempo } from "./piece.ts";
import { splitTracks } from "./split_tracks.ts";
import { secondsAt } from "./tempo_map.ts";
import {
  DEFAULT_MICROSECONDS_PER_QUARTER,
  readTrackChunk,
  type TrackChunk,
} from "./track_chunk.ts";

/**
 * Reads a MIDI file (formats 0, 1, 2, or RMID).
 * @throws {SyntaxError} when the bytes are no MIDI file, with the reason and the byte offset.
 * @throws {RangeError} when the file is over a limit.
 */
export function readMidi(bytes: Uint8Array, limits: MidiLimits = CATALOGUE_MIDI_LIMITS): Piece {
  const budget = new MidiBudget(limits);
  budget.checkBytes(bytes.length);
  const cursor = openFile(bytes);
  const header = readHeader(cursor);
  const piece = assemble(header, readChunks(cursor, header, budget), budget);
  const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter);
  budget.checkSeconds(seconds(piece.durationTicks));
  return piece;
}

type Header = {
  /** In a file of format 2 the chunks are played one after another. */
  readonly isSequential: boolean;
  readonly ticksPerQuarter: number;
  readonly ticksPerDelta: number;
  /** Set when the file counts in frames: its tempo events then mean nothing. */
  readonly fixedTempo?: number;
};

const MTHD = 0x4d546864;
const MTRK = 0x4d54726b;
const RIFF = 0x52494646;
const RMID = 0x524d4944;
const DATA = 0x64617461;
const CHUNK_HEADER_BYTES = 8;
const MIN_HEADER_BYTES = 6;

function openFile(bytes: Uint8Array): ByteCursor {
  const cursor = new ByteCursor(bytes);
  const isRiff = bytes.length >= 12 && new ByteCursor(bytes).uint32() === RIFF;
  return isRiff ? unwrapRiff(cursor) : cursor;
}

/** RMID: a RIFF file, its lengths little-endian, with the MIDI file in its `data` chunk. */
function unwrapRiff(cursor: ByteCursor): ByteCursor {
  cursor.take(CHUNK_HEADER_BYTES);
  if (cursor.uint32() !== RMID) cursor.fail("it is a RIFF file but not RMID", -4);
  while (cursor.bytesLeft >= CHUNK_HEADER_BYTES) {
    const id = cursor.uint32();
    const length = littleEndian(cursor.take(4));
    if (id === DATA) return cursor.slice(length);
    cursor.take(Math.min(length + length % 2, cursor.bytesLeft));
  }
  return cursor.fail("its RIFF wrapping holds no data");
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 0x100 + byte, 0);
}

function readHeader(cursor: ByteCursor): Header {
  const start = cursor.position;
  if (cursor.bytesLeft < CHUNK_HEADER_BYTES || cursor.uint32() !== MTHD) {
    cursor.fail("it does not start with MThd", start - cursor.position);
  }
  const length = cursor.uint32();
  if (length < MIN_HEADER_BYTES) cursor.fail(`its header has ${length} bytes instead of 6`, -4);
  const header = cursor.slice(length);
  const format = header.uint16();
  if (format > 2) header.fail(`its format is ${format}`, -2);
  header.uint16(); // The declared number of tracks: nothing depends on it, so nothing trusts it.
  return { isSequential: format === 2, ...readDivision(header) };
}

function readDivision(header: ByteCursor): Omit<Header, "isSequential"> {
  const high = header.uint8();
  const low = header.uint8();
  if (high < 0x80) {
    if (high + low === 0) header.fail("its division is 0", -2);
    return { ticksPerQuarter: high * 0x100 + low, ticksPerDelta: 1 };
  }
  const frames = 0x100 - high;
  if (![24, 25, 29, 30].includes(frames) || low === 0) {
    header.fail(`its division is ${frames} frames of ${low} ticks`, -2);
  }
  // Two of our ticks for one of the file's make 120 quarters a minute whole for every frame rate.
  const isDropFrame = frames === 29;
  return {
    ticksPerQuarter: (isDropFrame ? 30 : frames) * low,
    ticksPerDelta: 2,
    fixedTempo: isDropFrame ? 500_500 : 500_000,
  };
}

function readChunks(cursor: ByteCursor, header: Header, budget: MidiBudget): TrackChunk[] {
  const chunks: TrackChunk[] = [];
  while (cursor.bytesLeft >= CHUNK_HEADER_BYTES) {
    const isTrack = cursor.uint32() === MTRK;
    const length = cursor.uint32();
    if (!isTrack) {
      cursor.take(Math.min(length, cursor.bytesLeft));
      continue;
    }
    budget.countChunk();
    const startTicks = header.isSequential ? chunks.at(-1)?.endTicks ?? 0 : 0;
    const timing = { startTicks, ticksPerDelta: header.ticksPerDelta };
    chunks.push(readTrackChunk(cursor.slice(length), budget, timing));
  }
  return chunks;
}

function assemble(header: Header, chunks: readonly TrackChunk[], budget: MidiBudget): Piece {
  const tempos = chunks.flatMap((chunk) => chunk.tempos);
  const meters = chunks.flatMap((chunk) => chunk.meters);
  const tracks = splitTracks(chunks, budget);
  const noteEnds = chunks.map((chunk) => lastNoteEnd(chunk));
  const name = chunks[0]?.name;
  const copyright = chunks.find((chunk) => chunk.copyright !== "")?.copyright;
  return {
    ...(name && { name }),
    ...(copyright && { copyright }),
    ticksPerQuarter: header.ticksPerQuarter,
    tracks,
    tempos: fromTickZero(fixed(header) ?? tempos, DEFAULT_TEMPO),
    meters: fromTickZero(meters, DEFAULT_METER),
    texts: (chunks[0]?.texts ?? []).map(({ startTicks, bytes }) => ({
      startTicks,
      text: decodeText(bytes),
    })),
    durationTicks: Math.max(0, ...noteEnds, ...chunks.map((chunk) => chunk.endTicks)),
  };
}

const DEFAULT_TEMPO: Tempo = {
  startTicks: 0,
  microsecondsPerQuarter: DEFAULT_MICROSECONDS_PER_QUARTER,
};
const DEFAULT_METER = { startTicks: 0, numerator: 4, denominator: 4 };

function fixed({ fixedTempo }: Header): Tempo[] | undefined {
  return fixedTempo ? [{ startTicks: 0, microsecondsPerQuarter: fixedTempo }] : undefined;
}

function lastNoteEnd(chunk: TrackChunk): number {
  return chunk.notes.reduce((end, note) => Math.max(end, note.startTicks + note.durationTicks), 0);
}

/** Sorted, one for each tick (the last read), the first at tick 0. */
function fromTickZero<T extends { readonly startTicks: number }>(
  changes: readonly T[],
  first: T,
): T[] {
  const sorted = [first, ...changes].sort((a, b) => a.startTicks - b.startTicks);
  return sorted.filter(({ startTicks }, index) => startTicks !== sorted[index + 1]?.startTicks);
}
