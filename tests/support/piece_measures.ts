// What can be measured of a composed piece, on the grid of sixteenths.

import type { Piece } from "../../src/music/midi/piece.ts";
import { gridNotes } from "./composing.ts";

/** A note as far as a tune is concerned. */
export type Sounding = { readonly step: number; readonly pitch: number };

/** Bits per (interval, time) token of a line. */
export function entropyOf(line: readonly Sounding[]): number {
  const tokens = tokensOf(line);
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - count / tokens.length * Math.log2(count / tokens.length),
    0,
  );
}

/** Tokens of the longest run two lines share; runs of one repeated pitch do not count. */
export function longestRun(line: readonly Sounding[], other: readonly Sounding[]): number {
  const [ours, theirs] = [tokensOf(line), tokensOf(other)];
  let longest = 0;
  let before = new Array<number>(theirs.length + 1).fill(0);
  ours.forEach((token, i) => {
    const now = new Array<number>(theirs.length + 1).fill(0);
    theirs.forEach((one, j) => {
      if (token !== one) return;
      const length = before[j]! + 1;
      now[j + 1] = length;
      const moves = ours.slice(i - length + 1, i + 1).some((own) => !own.startsWith("0:"));
      if (moves) longest = Math.max(longest, length);
    });
    before = now;
  });
  return longest;
}

export type Measures = {
  readonly notesPerBeat: number;
  /** Share of beats with nothing sounding. */
  readonly emptyBeats: number;
  /** Share of notes within the best of 24 scales. */
  readonly scale: number;
  readonly melodyRange: number;
  /** Shares of melodic moves: one or two semitones, more than seven, none. */
  readonly steps: number;
  readonly leaps: number;
  readonly repeats: number;
  /** Share of the piece in which the melody is silent. */
  readonly rest: number;
  /** Share of melody notes on downbeats that the accompaniment sounds too. */
  readonly chordTones: number;
};

/** Measures a piece as music research does. */
export function measurePiece(piece: Piece): Measures {
  const meter = piece.meters[0]!;
  const beat = meter.denominator === 8 ? 6 : 4;
  const steps = piece.durationTicks / (piece.ticksPerQuarter / 4);
  const pitched = piece.tracks.filter(({ channel }) => channel !== 9)
    .flatMap(({ name }) => gridNotes(piece, name));
  const melody = gridNotes(piece, "Melody");
  const pitches = melody.map(({ pitch }) => pitch);
  const moves = pitches.slice(1).map((pitch, i) => Math.abs(pitch - pitches[i]!));
  const share = (isCounted: (move: number) => boolean) =>
    moves.filter(isCounted).length / Math.max(1, moves.length);
  return {
    notesPerBeat: pitched.length / (steps / beat),
    emptyBeats: emptyShare(pitched, beat, Math.floor(steps / beat)),
    scale: scaleShare(pitched.map(({ pitch }) => pitch)),
    melodyRange: Math.max(...pitches) - Math.min(...pitches),
    steps: share((move) => move === 1 || move === 2),
    leaps: share((move) => move > 7),
    repeats: share((move) => move === 0),
    rest: emptyShare(melody, 1, steps),
    chordTones: chordToneShare(piece, meter.numerator * 16 / meter.denominator),
  };
}

function tokensOf(line: readonly Sounding[]): string[] {
  return line.slice(1).map(({ step, pitch }, i) =>
    `${pitch - line[i]!.pitch}:${step - line[i]!.step}`
  );
}

function chordToneShare(piece: Piece, stepsPerBar: number): number {
  const support = ["Chords", "Pad", "Bass"].flatMap((name) => gridNotes(piece, name));
  const downbeats = gridNotes(piece, "Melody").filter(({ step }) => step % stepsPerBar === 0)
    .map(({ step, pitch }) => ({
      pitch,
      under: support.filter((note) => note.step <= step && note.end > step),
    })).filter(({ under }) => under.length > 2);
  const fitting = downbeats.filter(({ pitch, under }) =>
    under.some((note) => (note.pitch - pitch) % 12 === 0)
  );
  return fitting.length / Math.max(1, downbeats.length);
}

function emptyShare(
  notes: readonly { readonly step: number; readonly end: number }[],
  span: number,
  count: number,
): number {
  const sounding = new Set<number>();
  for (const { step, end } of notes) {
    for (let at = Math.floor(step / span); at <= Math.floor((end - 1) / span); at++) {
      sounding.add(at);
    }
  }
  return 1 - Math.min(count, sounding.size) / count;
}

function scaleShare(pitches: readonly number[]): number {
  const scales = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 11]];
  return Math.max(
    ...scales.flatMap((scale) =>
      Array.from(
        { length: 12 },
        (_, tonic) =>
          pitches.filter((pitch) => scale.includes((pitch - tonic + 12) % 12)).length /
          pitches.length,
      )
    ),
  );
}
