// The bar from which some seconds of a piece tell it best: loud ones that come back, from where it
// grows loud. Mostly that is a chorus. The bars are those of the file, as nothing is composed of them.

import type { Meter, Note, Piece } from "../midi/piece.ts";
import { secondsAt } from "../midi/tempo_map.ts";

/** Bars that are looked at; a file may claim any number. */
const MAX_BARS = 4_000;
const DRUM_CHANNEL = 9;
/** A note counts for no longer: then most of them are no longer as loud as they were struck. */
const LOUD_SECONDS = 0.5;
/** What counts beside the loudness. */
const REPEATED_WEIGHT = 0.5;
const RISE_WEIGHT = 0.5;
/** Bars before a place that it is compared with. */
const BARS_BEFORE = 2;

/** The tick to begin at; the first note's bar where the piece is hardly longer than that. */
export function findExcerpt(piece: Piece, lengthSeconds: number): number {
  const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter);
  const bars = listenToBars(piece, seconds);
  const first = Math.max(0, bars.findIndex(({ loudness }) => loudness > 0));
  const lastStart = seconds(piece.durationTicks) - lengthSeconds;
  let best = { startTicks: bars[first]?.startTicks ?? 0, score: -Infinity };
  for (let index = first; index < bars.length; index++) {
    const { startTicks, seconds } = bars[index]!;
    if (seconds > lastStart) break;
    const score = rate(bars, index, lengthSeconds);
    if (score > best.score) best = { startTicks, score };
  }
  return best.startTicks;
}

type Bar = {
  readonly startTicks: number;
  readonly seconds: number;
  /** As a share of the loudest bar's. */
  loudness: number;
  /** Equal for bars of the same pitches at the same places; 0 where there are none. */
  content: number;
  isRepeated: boolean;
};

function rate(bars: readonly Bar[], start: number, lengthSeconds: number): number {
  const from = bars[start]!;
  let end = start;
  let loudness = 0;
  let repeated = 0;
  while (end < bars.length && bars[end]!.seconds < from.seconds + lengthSeconds) {
    loudness += bars[end]!.loudness;
    repeated += bars[end]!.isRepeated ? 1 : 0;
    end++;
  }
  const mean = loudness / (end - start);
  const before = bars.slice(Math.max(0, start - BARS_BEFORE), start);
  const meanBefore = before.reduce((sum, bar) => sum + bar.loudness, 0) /
    Math.max(1, before.length);
  const rise = before.length === 0 ? 0 : Math.max(0, mean - meanBefore);
  return mean + REPEATED_WEIGHT * repeated / (end - start) + RISE_WEIGHT * rise;
}

function listenToBars(piece: Piece, seconds: (ticks: number) => number): Bar[] {
  const bars = barStarts(piece).map((startTicks): Bar => ({
    startTicks,
    seconds: seconds(startTicks),
    loudness: 0,
    content: 0,
    isRepeated: false,
  }));
  for (const { notes, channel } of piece.tracks) {
    let index = 0;
    for (const note of notes) {
      while (index + 1 < bars.length && bars[index + 1]!.startTicks <= note.startTicks) index++;
      hear(bars[index]!, note, { channel, piece, seconds });
    }
  }
  return compare(bars, seconds(piece.durationTicks));
}

function hear(bar: Bar, note: Note, { channel, piece, seconds }: {
  readonly channel: number;
  readonly piece: Piece;
  readonly seconds: (ticks: number) => number;
}): void {
  const { startTicks, durationTicks, velocity, pitch } = note;
  const sounding = seconds(startTicks + durationTicks) - seconds(startTicks);
  bar.loudness += velocity * Math.min(LOUD_SECONDS, sounding);
  if (channel === DRUM_CHANNEL) return;
  const step = Math.round((startTicks - bar.startTicks) * 4 / piece.ticksPerQuarter);
  // A sum, as the notes of the tracks come one after the other.
  bar.content = (bar.content + Math.imul(step * 128 + pitch + 1, 0x9e3779b1)) >>> 0;
}

/** Sets the loudness of each bar against the loudest, and says which come back. */
function compare(bars: Bar[], endSeconds: number): Bar[] {
  const counts = new Map<number, number>();
  bars.forEach((bar, index) => {
    const length = (bars[index + 1]?.seconds ?? endSeconds) - bar.seconds;
    bar.loudness = length > 0 ? bar.loudness / length : 0;
    counts.set(bar.content, (counts.get(bar.content) ?? 0) + 1);
  });
  const loudest = bars.reduce((most, { loudness }) => Math.max(most, loudness), 0) || 1;
  for (const bar of bars) {
    bar.loudness /= loudest;
    bar.isRepeated = bar.content !== 0 && counts.get(bar.content)! > 1;
  }
  return bars;
}

function barStarts({ meters, ticksPerQuarter, durationTicks }: Piece): number[] {
  const starts: number[] = [];
  meters.forEach((meter, index) => {
    const end = Math.min(durationTicks, meters[index + 1]?.startTicks ?? Infinity);
    const length = barTicks(meter, ticksPerQuarter);
    for (let start = meter.startTicks; start < end && starts.length < MAX_BARS; start += length) {
      starts.push(Math.round(start));
    }
  });
  return starts.length > 0 ? starts : [0];
}

function barTicks({ numerator, denominator }: Meter, ticksPerQuarter: number): number {
  return Math.max(1, numerator * ticksPerQuarter * 4 / denominator);
}
