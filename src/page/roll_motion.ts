// How the piano roll moves: the music is revealed up to a head that glides after the newest bar,
// and the stretch shown glides with it. Pure: the clock comes in as elapsed time.

import type { Piece } from "./piece.ts";
import { followSpan, type Span, wholeSpan } from "./roll_layout.ts";

/**
 * `newest`: more bars will come; `toTheEnd`: the piece is composed, and shown whole once all of it
 * has passed; `no`: it is shown whole.
 */
export type Follow = "newest" | "toTheEnd" | "no";

export type RollMotion = { readonly headSeconds: number; readonly span: Span };

/** After this long, a glide has two thirds of its way behind it, in milliseconds. */
const GLIDE_MS = 260;
/** Nearer than this is there. */
const NEAR_SECONDS = 0.02;
/** Most music revealed in a second while it is followed: a burst of bars is written out, not dumped. */
const MAX_PACE = 15;

export type RollTarget = {
  readonly piece: Piece;
  readonly follow: Follow;
  readonly width: number;
};

/** The motion after some more time; with `Infinity` it has arrived. */
export function stepMotion(motion: RollMotion, target: RollTarget, elapsedMs: number): RollMotion {
  const { piece, follow, width } = target;
  const part = 1 - Math.exp(-elapsedMs / GLIDE_MS);
  // A new attempt begins with a shorter piece: there is nothing to glide back over.
  const from = Math.min(motion.headSeconds, piece.endSeconds);
  const fastest = follow === "no" ? Infinity : from + MAX_PACE * elapsedMs / 1000;
  const headSeconds = Math.min(fastest, glide(from, piece.endSeconds, part));
  if (follow === "newest" || (follow === "toTheEnd" && headSeconds < piece.endSeconds)) {
    return { headSeconds, span: followSpan(headSeconds, width) };
  }
  return { headSeconds, span: glideSpan(motion.span, wholeSpan(piece), part) };
}

/** Where a roll begins before anything is known. */
export function restingMotion(width: number): RollMotion {
  return { headSeconds: 0, span: followSpan(0, width) };
}

export function isSettled(before: RollMotion, after: RollMotion, piece: Piece): boolean {
  return after.headSeconds === piece.endSeconds &&
    before.span.startSeconds === after.span.startSeconds &&
    before.span.endSeconds === after.span.endSeconds;
}

function glideSpan(from: Span, to: Span, part: number): Span {
  return {
    startSeconds: glide(from.startSeconds, to.startSeconds, part),
    endSeconds: glide(from.endSeconds, to.endSeconds, part),
  };
}

function glide(from: number, to: number, part: number): number {
  const next = from + (to - from) * part;
  return Math.abs(to - next) < NEAR_SECONDS ? to : next;
}
