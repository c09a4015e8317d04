// Songs that no composer expects: as MIDI files, for all that reads, analyses or blends them.

import { createRandom } from "../../src/music/compose/random.ts";
import type { Note, Piece, Track } from "../../src/music/midi/piece.ts";
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { midiFile } from "./midi_bytes.ts";
import {
  chordsOf,
  lineOf,
  pieceOf,
  repeated,
  type Spelt,
  STEP_TICKS,
  trackOf,
} from "./piece_of.ts";

const CHORDS = chordsOf(
  [[48, 52, 55, 60], [45, 52, 57, 60], [41, 53, 57, 60], [43, 50, 55, 59]],
  16,
);
const TUNE = lineOf([72, 76, 74, 72, 69, 72, 71, 69, 77, 76, 74, 72, 71, 74, 67, 71], 4);
const BEAT: readonly Spelt[] = [[0, 1, 36], [4, 1, 38], [8, 1, 36], [10, 1, 36], [12, 1, 38]];
const TUNE_STEPS = 64;

/** Every song by its name. */
export const DEGENERATE_SONGS: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
  "drums only": () => writeMidi(pieceOf([drums(16)])),
  "one note": () => writeMidi(pieceOf([trackOf([[0, 4, 60]])])),
  "one drum hit": () => writeMidi(pieceOf([trackOf([[0, 1, 36]], { channel: 9 })])),
  "5/4 with 3/4": () => writeMidi(fiveWithThree()),
  "no tempo": () => midiFile(["00 903c40 60 803c40 00 904040 60 804040 00 ff2f00"]),
  "ten seconds": () => writeMidi(tune(5, 120)),
  "twenty minutes": () => writeMidi(tune(150, 120)),
  "all at once": () => writeMidi(allAtOnce()),
  "sound effects only": () => writeMidi(withProgram(tune(8, 120), 122)),
  "percussion programs only": () => writeMidi(withProgram(tune(8, 120), 115)),
  "128 tracks": () => writeMidi(manyTracks(128)),
  "five quarters a minute": () => writeMidi(tune(4, 5)),
  "900 quarters a minute": () => writeMidi(tune(60, 900)),
  "one pitch again and again": () => writeMidi(pieceOf([trackOf(lineOf(fill(256, 64), 2))])),
  "one chord held": () => writeMidi(pieceOf([trackOf(chordsOf([[48, 52, 55]], 640))])),
  "notes by chance": () => writeMidi(byChance()),
  "free time": () => writeMidi(freeTime()),
  "chromatic cluster": () => writeMidi(cluster()),
  "extreme pitches": () =>
    writeMidi(pieceOf([trackOf(lineOf([0, 127, 1, 126, 0, 127, 2, 125], 8))])),
  "silence before": () => writeMidi(pieceOf([trackOf(shifted(TUNE, 16 * 300))])),
};

/** The song of that name. */
export function degenerateSong(name: string): Uint8Array<ArrayBuffer> {
  return DEGENERATE_SONGS[name]!();
}

function fill(count: number, value: number): number[] {
  return new Array<number>(count).fill(value);
}

function shifted(notes: readonly Spelt[], steps: number): Spelt[] {
  return repeated(notes, [steps]);
}

function drums(bars: number): Track {
  return trackOf(repeated(BEAT, Array.from({ length: bars }, (_, bar) => bar * 16)), {
    channel: 9,
  });
}

/** Chords and a tune, four bars again and again. */
function tune(times: number, bpm: number): Piece {
  const starts = Array.from({ length: times }, (_, time) => time * TUNE_STEPS);
  const parts = [CHORDS, TUNE].map((notes, channel) =>
    trackOf(repeated(notes, starts), { channel })
  );
  return pieceOf(parts, { bpm });
}

function withProgram(piece: Piece, program: number): Piece {
  return { ...piece, tracks: piece.tracks.map((track) => ({ ...track, program })) };
}

function fiveWithThree(): Piece {
  const pairs = Array.from({ length: 12 }, (_, pair) => pair * 32);
  const bars: readonly Spelt[] = [[0, 12, 48], [0, 12, 55], [12, 8, 52], [20, 12, 53], [
    20,
    12,
    57,
  ]];
  const line = lineOf([72, 74, 76, 77, 79, 77, 76, 74], 4);
  const piece = pieceOf([trackOf(repeated([...bars, ...line], pairs))]);
  const meters = pairs.flatMap((step) => [
    { startTicks: step * STEP_TICKS, numerator: 5, denominator: 4 },
    { startTicks: (step + 20) * STEP_TICKS, numerator: 3, denominator: 4 },
  ]);
  return { ...piece, meters };
}

function allAtOnce(): Piece {
  const pitches = Array.from({ length: 128 }, (_, pitch): Spelt => [0, 64, pitch]);
  return pieceOf([0, 1, 2, 9].map((channel) => trackOf(pitches, { channel })));
}

function manyTracks(count: number): Piece {
  const random = createRandom(128);
  return pieceOf(Array.from({ length: count }, (_, index) => {
    const channel = index % 16;
    const pitches = Array.from({ length: 16 }, () => 36 + random.below(48));
    // Tracks that share a channel would take each other's notes if they shared pitches.
    return trackOf(shifted(lineOf(pitches, 2), Math.floor(index / 16) * 32), {
      channel,
      program: channel === 9 ? 0 : random.below(112),
      name: `Track ${index}`,
    });
  }));
}

function byChance(): Piece {
  const random = createRandom("atonal");
  const notes = Array.from({ length: 600 }, (): Spelt => [
    random.below(512),
    1 + random.below(12),
    24 + random.below(80),
    1 + random.below(127),
  ]);
  return pieceOf([trackOf(withoutOverlap(notes))]);
}

/** A pianist without a click: every note is early or late, and the tempo of the file means nothing. */
function freeTime(): Piece {
  const random = createRandom("rubato");
  let ticks = 0;
  const notes = [...TUNE, ...TUNE, ...TUNE, ...TUNE].flatMap(([_, __, pitch]): Note[] => {
    ticks += 50 + random.below(150);
    const velocity = 40 + random.below(60);
    const chord = random.chance(0.4) ? [pitch - 12, pitch - 20] : [];
    return [pitch, ...chord].map((one) => ({
      startTicks: ticks + random.below(12),
      durationTicks: 40 + random.below(20),
      pitch: one,
      velocity,
    }));
  }).sort((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch);
  return { ...pieceOf([{ ...trackOf([]), notes }]), durationTicks: ticks + 200 };
}

function cluster(): Piece {
  const all = Array.from({ length: 24 }, (_, index) => 48 + index);
  return pieceOf([trackOf(chordsOf(fill(32, 0).map(() => all), 8))]);
}

function withoutOverlap(notes: readonly Spelt[]): Spelt[] {
  const sorted = notes.toSorted((a, b) => a[0] - b[0] || a[2] - b[2]);
  const freeFrom = new Map<number, number>();
  return sorted.filter(([step, steps, pitch]) => {
    const isFree = step >= (freeFrom.get(pitch) ?? 0);
    if (isFree) freeFrom.set(pitch, step + steps);
    return isFree;
  });
}
