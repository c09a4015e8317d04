// What is to be heard of a piece, as the synthesizer plays it: the whole or one track, from start to
// end or some bars that lead into themselves.

import type { Piece, Track } from "../midi/piece.ts";
import { type Loop, loopEvents } from "./loop_events.ts";
import { type PlayEvent, playEvents, samplesAt } from "./play_events.ts";

export type Take = {
  readonly tracks: readonly Track[];
  /** In order of time. */
  readonly events: readonly PlayEvent[];
  /** All that is played. */
  readonly totalSamples: number;
  /** How much of it is only there to ring into the rest, and is left out. */
  readonly skippedSamples: number;
  readonly isLoop: boolean;
};

export type TakeOptions = {
  readonly sampleRate: number;
  /** The only track that is heard, by its index. @default all */
  readonly track?: number | undefined;
  /** The only bars that are heard. @default all */
  readonly loop?: Loop | undefined;
};

/** @throws {RangeError} when the piece has no such track or bars, or they are too short to loop. */
export function planTake(piece: Piece, { sampleRate, track, loop }: TakeOptions): Take {
  const heard = track === undefined ? piece : soloPiece(piece, track);
  if (loop) return { ...loopEvents(heard, loop, sampleRate), tracks: piece.tracks, isLoop: true };
  return {
    tracks: piece.tracks,
    events: playEvents(heard, sampleRate),
    totalSamples: samplesAt(piece, sampleRate)(piece.durationTicks),
    skippedSamples: 0,
    isLoop: false,
  };
}

/** The other tracks stay, as their controls act on this one where they share its channel. */
function soloPiece(piece: Piece, track: number): Piece {
  const { length } = piece.tracks;
  if (track >= length) throw new RangeError(`There is no track ${track}: the piece has ${length}`);
  const tracks = piece.tracks.map((other, index) =>
    index === track ? other : { ...other, notes: [] }
  );
  return { ...piece, tracks };
}
