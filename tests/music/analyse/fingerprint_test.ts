import assert from "node:assert/strict";
import { fingerprintOf, MIN_FINGERPRINT_NOTES } from "../../../src/music/analyse/fingerprint.ts";
import type { Note, Piece, Track } from "../../../src/music/midi/piece.ts";
import {
  lineOf,
  pieceOf,
  repeated,
  type Spelt,
  trackOf,
  transposed,
} from "../../support/piece_of.ts";
import { simplePiece } from "../../support/simple_piece.ts";

const TUNE = lineOf([60, 64, 67, 64, 65, 69, 72, 69, 67, 71, 74, 71, 72, 67, 64, 60], 2);
const BASS = lineOf([36, 36, 41, 41, 43, 43, 36, 36], 4);
const DRUMS = trackOf([[0, 1, 36], [4, 1, 38]], { channel: 9 });
const SONG = pieceOf([trackOf(TUNE), trackOf(BASS, { channel: 1, program: 32 })]);

function changeNotes(piece: Piece, change: (note: Note) => Note): Piece {
  const tracks = piece.tracks.map((track) => ({ ...track, notes: track.notes.map(change) }));
  return { ...piece, tracks };
}

function changeTracks(piece: Piece, changes: Partial<Track>): Piece {
  return { ...piece, tracks: piece.tracks.map((track) => ({ ...track, ...changes })) };
}

function fingerprintOfTune(notes: readonly Spelt[]): string {
  return fingerprintOf(pieceOf([trackOf(notes)]));
}

Deno.test("fingerprintOf gives 16 hex digits", () => {
  assert.match(fingerprintOf(SONG), /^[0-9a-f]{16}$/);
});

Deno.test("fingerprintOf does not hear names, programs, channels, loudness and tempo", () => {
  const renamed = changeTracks(SONG, { name: "Lead", program: 80, channel: 3 });
  const softer = changeNotes(renamed, (note) => ({ ...note, velocity: 1 }));
  const tempos = [{ startTicks: 0, microsecondsPerQuarter: 300_000 }];
  assert.equal(fingerprintOf({ ...softer, tempos, name: "Demo" }), fingerprintOf(SONG));
});

Deno.test("fingerprintOf does not hear the key", () => {
  const higher = changeNotes(SONG, (note) => ({ ...note, pitch: note.pitch + 7 }));
  assert.equal(fingerprintOf(higher), fingerprintOf(SONG));
});

Deno.test("fingerprintOf does not hear how finely the file counts", () => {
  const finer = changeNotes(SONG, (note) => ({ ...note, startTicks: note.startTicks * 5 }));
  const ticksPerQuarter = SONG.ticksPerQuarter * 5;
  assert.equal(fingerprintOf({ ...finer, ticksPerQuarter }), fingerprintOf(SONG));
});

Deno.test("fingerprintOf does not hear silence before the first note", () => {
  const later = changeNotes(SONG, (note) => ({ ...note, startTicks: note.startTicks + 1001 }));
  assert.equal(fingerprintOf(later), fingerprintOf(SONG));
});

Deno.test("fingerprintOf does not hear drums, how notes are dealt to tracks, and unisons", () => {
  const together = trackOf([...TUNE, ...BASS]);
  const shuffled = { ...SONG, tracks: [DRUMS, together, trackOf(TUNE, { channel: 2 })] };
  assert.equal(fingerprintOf(shuffled), fingerprintOf(SONG));
});

Deno.test("fingerprintOf does not hear that notes are some ticks off and held shorter", () => {
  const played = changeNotes(SONG, (note) => ({
    ...note,
    startTicks: note.startTicks + note.pitch % 5,
    durationTicks: 7,
  }));
  assert.equal(fingerprintOf(played), fingerprintOf(SONG));
});

Deno.test("fingerprintOf hears one note that is another, later, missing or more", () => {
  const [step, steps, pitch] = TUNE[7]!;
  const fingerprints = [
    TUNE,
    TUNE.with(7, [step, steps, pitch + 1]),
    TUNE.with(7, [step + 1, steps, pitch]),
    [...TUNE, [step, steps, pitch + 12] as const],
  ].map((notes) => fingerprintOfTune([...notes, ...BASS]));
  const without = fingerprintOfTune([...TUNE.toSpliced(7, 1), ...BASS]);
  assert.equal(new Set([...fingerprints, without]).size, 5);
});

Deno.test("fingerprintOf tells a tune from the same tune backwards, upside down and twice", () => {
  const tunes = [
    TUNE,
    TUNE.map(([step, steps, pitch]): Spelt => [30 - step, steps, pitch]),
    TUNE.map(([step, steps, pitch]): Spelt => [step, steps, 132 - pitch]),
    repeated(TUNE, [0, 32]),
  ];
  assert.equal(new Set(tunes.map(fingerprintOfTune)).size, 4);
});

Deno.test("fingerprintOf hears a note that comes long after the rest", () => {
  const far = 2 ** 31;
  const track = trackOf(transposed(TUNE, 0));
  const last = (startTicks: number) => ({ startTicks, durationTicks: 1, pitch: 60, velocity: 1 });
  const ending = (startTicks: number) =>
    fingerprintOf(simplePiece([{ ...track, notes: [...track.notes, last(startTicks)] }]));
  assert.notEqual(ending(far), ending(far + 480));
  assert.notEqual(ending(far), ending(2 * far));
});

Deno.test("fingerprintOf gives nothing for too few notes", () => {
  const notes = lineOf(Array.from({ length: MIN_FINGERPRINT_NOTES }, (_, index) => 60 + index), 1);
  assert.notEqual(fingerprintOfTune(notes), "");
  assert.equal(fingerprintOfTune(notes.slice(1)), "");
  assert.equal(fingerprintOfTune(repeated(notes.slice(1), [0, 0])), "");
  assert.equal(fingerprintOf(pieceOf([trackOf(repeated(notes, [0, 16]), { channel: 9 })])), "");
});
