// The music of a blend as far as it is known: what the piano roll shows.

import type { Frame } from "../client/wire.ts";

export type BarsFrame = Extract<Frame, { type: "bars" }>;
/** `[startSeconds, durationSeconds, pitch, velocity, track, source]`. */
export type Note = BarsFrame["notes"][number];
export type Track = NonNullable<BarsFrame["tracks"]>[number];

export type Piece = {
  readonly notes: readonly Note[];
  readonly tracks: readonly Track[];
  /** Where each bar begins, in seconds from the start of the piece. */
  readonly barStarts: readonly number[];
  readonly endSeconds: number;
};

export const EMPTY_PIECE: Piece = { notes: [], tracks: [], barStarts: [], endSeconds: 0 };

/** Notes beyond this are not drawn: far more than a piece of five minutes has. */
export const MAX_NOTES = 60_000;

/**
 * The piece with the bars of one more frame; bars nobody told of are taken to be as long.
 * The first bar begins the piece anew: a later attempt composes again, or keeps what there is.
 */
export function appendBars(known: Piece, frame: BarsFrame): Piece {
  const piece = frame.startBar === 0 ? EMPTY_PIECE : known;
  const barStarts = [...piece.barStarts];
  let { endSeconds } = piece;
  while (barStarts.length < frame.startBar + frame.bars) {
    barStarts.push(endSeconds);
    endSeconds += frame.secondsPerBar;
  }
  const room = MAX_NOTES - piece.notes.length;
  return {
    notes: piece.notes.concat(frame.notes.slice(0, room)),
    tracks: frame.tracks ?? piece.tracks,
    barStarts,
    endSeconds,
  };
}

/** How much of the piece comes from each of the three songs, as parts of 1. */
export function sourceShares(piece: Piece): readonly [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (const [, , , , , source] of piece.notes) counts[source as 0 | 1 | 2]++;
  const total = Math.max(1, piece.notes.length);
  return [counts[0] / total, counts[1] / total, counts[2] / total];
}

export function isDrums(piece: Piece, note: Note): boolean {
  return piece.tracks[note[4]]?.isDrums ?? false;
}
