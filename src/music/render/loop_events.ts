// Bars that are played again and again, until what rings on from their end is in their start.

import type { Control, Note, Piece, Track } from "../midi/piece.ts";
import { barLines } from "./bar_lines.ts";
import { type PlayEvent, playEvents, samplesAt } from "./play_events.ts";

/** Played before the round that is kept: by then the room of the start has died away. */
const WARM_UP_SECONDS = 4;
/** A shorter one would be repeated more often before it is kept than memory can hold. */
export const MIN_LOOP_SECONDS = 0.25;
/** A note that comes less than this before a bar line, in quarters, belongs to the next bar. */
const EARLY_QUARTERS = 1 / 8;

export type Loop = { readonly startBar: number; readonly bars: number };

type LoopEvents = {
  readonly events: readonly PlayEvent[];
  readonly totalSamples: number;
  /** The rounds before the one that is kept. */
  readonly skippedSamples: number;
};

type Span = { readonly fromTicks: number; readonly toTicks: number };

/** @throws {RangeError} when the piece does not have these bars, or they are too short. */
export function loopEvents(
  piece: Piece,
  loop: Loop,
  sampleRate: number,
): LoopEvents {
  const span = spanOf(piece, loop);
  const sampleAt = samplesAt(piece, sampleRate);
  const start = sampleAt(span.fromTicks);
  const loopSamples = sampleAt(span.toTicks) - start;
  const round = playEvents(excerpt(piece, span), sampleRate);
  if (loopSamples < MIN_LOOP_SECONDS * sampleRate) {
    throw new RangeError(`These bars cannot loop as they last under ${MIN_LOOP_SECONDS} seconds`);
  }
  const rounds = 1 + Math.ceil(WARM_UP_SECONDS * sampleRate / loopSamples);
  const totalSamples = rounds * loopSamples;
  // One round more, as its early notes sound in the round that is kept.
  const events = Array.from({ length: rounds + 1 }, (_, index) => index * loopSamples - start)
    .flatMap((shift) => round.map((event) => ({ ...event, atSample: event.atSample + shift })));
  return {
    events: events.filter(({ atSample }) => atSample >= 0 && atSample < totalSamples)
      .toSorted(inOrder),
    totalSamples,
    skippedSamples: totalSamples - loopSamples,
  };
}

function inOrder(a: PlayEvent, b: PlayEvent): number {
  return a.atSample - b.atSample;
}

function spanOf(piece: Piece, { startBar, bars }: Loop): Span {
  const lineOf = barLines(piece);
  const lastBar = startBar + bars - 1;
  if (lineOf(lastBar) >= piece.durationTicks) {
    throw new RangeError(`There is no bar ${lastBar}: the piece ends before it`);
  }
  return { fromTicks: Math.round(lineOf(startBar)), toTicks: Math.round(lineOf(lastBar + 1)) };
}

/** The notes and controls of a span, where they stand; what was set before is set at its start. */
function excerpt(piece: Piece, span: Span): Piece {
  const early = piece.ticksPerQuarter * EARLY_QUARTERS;
  const isIn = ({ startTicks }: Note) =>
    startTicks >= span.fromTicks - early && startTicks < span.toTicks - early;
  const tracks = piece.tracks.map((track): Track => ({
    ...track,
    notes: track.notes.filter(isIn),
    controls: controlsIn(track.controls ?? [], span),
  }));
  return { ...piece, tracks };
}

function controlsIn(controls: readonly Control[], { fromTicks, toTicks }: Span): Control[] {
  const before = controls.filter(({ startTicks }) => startTicks <= fromTicks);
  const last = new Map(before.map((control) => [control.controller, control]));
  return [
    ...[...last.values()].map((control) => ({ ...control, startTicks: fromTicks })),
    ...controls.filter(({ startTicks }) => startTicks > fromTicks && startTicks < toTicks),
  ];
}
