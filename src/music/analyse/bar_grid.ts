// Where the bars of a piece stand. All bars of an analysis have one length, though a file's may not:
// a shorter bar is filled up with rest, a longer one takes several.

import type { Meter, Piece } from "../midi/piece.ts";
import { type BarMeter, type FoundMeter, stepsPerBar } from "./meter.ts";

/** The most bars that are analysed; what follows is left out. */
export const MAX_BARS = 400;

export type BarGrid = {
  readonly meter: BarMeter;
  readonly stepsPerBar: number;
  readonly bars: number;
  /** The step of a tick, not rounded. */
  readonly stepAt: (ticks: number) => number;
};

type FileBar = { readonly startTicks: number; readonly startStep: number };

/** Lays out the bars from the first note's to the last one's; the piece has notes. */
export function createBarGrid(piece: Piece, { main, stretches }: FoundMeter): BarGrid {
  const span = noteSpan(piece);
  const steps = stepsPerBar(main);
  const ticksPerStep = piece.ticksPerQuarter / 4;
  const fileBars = layOut(stretches, span, { steps, ticksPerStep });
  const stepAt = stepsAlong(fileBars, ticksPerStep);
  const lastStart = Math.floor(Math.round(stepAt(span.lastStart)) / steps) + 1;
  const end = Math.ceil(Math.round(stepAt(span.end)) / steps);
  const bars = Math.min(MAX_BARS, Math.max(lastStart, Math.min(end, lastStart + MAX_RINGING_BARS)));
  return { meter: main, stepsPerBar: steps, bars, stepAt };
}

/** How long after the bar of the last start a note may still make bars. */
const MAX_RINGING_BARS = 2;

type NoteSpan = { readonly start: number; readonly lastStart: number; readonly end: number };

function noteSpan({ tracks }: Piece): NoteSpan {
  let start = Infinity;
  let lastStart = 0;
  let end = 0;
  for (const { notes } of tracks) {
    for (const { startTicks, durationTicks } of notes) {
      start = Math.min(start, startTicks);
      lastStart = Math.max(lastStart, startTicks);
      end = Math.max(end, startTicks + durationTicks);
    }
  }
  return { start, lastStart, end };
}

function layOut(
  stretches: readonly Meter[],
  span: NoteSpan,
  { steps, ticksPerStep }: { readonly steps: number; readonly ticksPerStep: number },
): FileBar[] {
  const bars: FileBar[] = [];
  let startStep = 0;
  stretches.forEach((stretch, index) => {
    const barTicks = stepsPerBar(stretch) * ticksPerStep;
    const end = Math.min(stretches[index + 1]?.startTicks ?? Infinity, span.end);
    const emptyBars = Math.max(0, Math.floor((span.start - stretch.startTicks) / barTicks));
    let startTicks = stretch.startTicks + emptyBars * barTicks;
    while (startTicks < end && startStep < MAX_BARS * steps) {
      const ticks = Math.min(barTicks, end - startTicks);
      bars.push({ startTicks, startStep });
      startStep += Math.max(1, Math.ceil(ticks / ticksPerStep / steps - TOLERANCE)) * steps;
      startTicks += barTicks;
    }
  });
  return bars;
}

/** A bar this share too long is still one bar. */
const TOLERANCE = 0.01;

/** Looks from the bar it found last, as notes are asked for nearly in order. */
function stepsAlong(bars: readonly FileBar[], ticksPerStep: number): BarGrid["stepAt"] {
  let index = 0;
  return (ticks) => {
    while (index > 0 && bars[index]!.startTicks > ticks) index--;
    while (index < bars.length - 1 && bars[index + 1]!.startTicks <= ticks) index++;
    const { startTicks, startStep } = bars[index]!;
    return startStep + (ticks - startTicks) / ticksPerStep;
  };
}
