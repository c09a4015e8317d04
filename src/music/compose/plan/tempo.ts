// The tempo of the piece and how many bars fill the wished length exactly.

import type { Grid } from "../grid.ts";

export const MIN_TEMPO_BPM = 60;
export const MAX_TEMPO_BPM = 180;

export type Duration = {
  readonly bars: number;
  readonly microsecondsPerQuarter: number;
  readonly tempoBpm: number;
  readonly secondsPerBar: number;
};

/** How far, as a ratio, the tempo may leave its wish for a rounder number of bars. */
const TEMPO_TOLERANCE = 1.1;

/** A tempo between the songs: theirs, doubled or halved near the first, in a weighted middle. */
export function blendTempo(tempos: readonly { bpm: number; weight: number }[]): number {
  const [lead, ...others] = tempos;
  const base = foldInto(lead?.bpm ?? 120, MIN_TEMPO_BPM, MAX_TEMPO_BPM);
  let sum = Math.log(base) * (lead?.weight ?? 1);
  let weights = lead?.weight ?? 1;
  for (const { bpm, weight } of others) {
    sum += Math.log(foldInto(bpm, base * Math.SQRT1_2, base * Math.SQRT2)) * weight;
    weights += weight;
  }
  return Math.min(MAX_TEMPO_BPM, Math.max(MIN_TEMPO_BPM, Math.exp(sum / weights)));
}

/** Chooses the bars, in fours if the tempo allows, and the tempo that makes them last exactly. */
export function fitLength(lengthSeconds: number, wishBpm: number, grid: Grid): Duration {
  const quarters = grid.stepsPerBar / 4;
  const barsAt = (bpm: number) => lengthSeconds * bpm / 60 / quarters;
  const first = Math.max(1, Math.ceil(barsAt(MIN_TEMPO_BPM)));
  const last = Math.max(first, Math.floor(barsAt(MAX_TEMPO_BPM)));
  let bars = first;
  for (let candidate = first; candidate <= last; candidate++) {
    const cost = (count: number) => lengthCost(count, barsAt(wishBpm));
    if (cost(candidate) < cost(bars)) bars = candidate;
  }
  const microsecondsPerQuarter = Math.round(lengthSeconds * 1e6 / (bars * quarters));
  return {
    bars,
    microsecondsPerQuarter,
    tempoBpm: 60e6 / microsecondsPerQuarter,
    secondsPerBar: microsecondsPerQuarter * quarters / 1e6,
  };
}

/** Keeps the tempo and takes the number of whole bars that comes nearest to the length. */
export function fitBars(lengthSeconds: number, tempoBpm: number, grid: Grid): Duration {
  const quarters = grid.stepsPerBar / 4;
  const microsecondsPerQuarter = Math.round(60e6 / tempoBpm);
  const secondsPerBar = microsecondsPerQuarter * quarters / 1e6;
  const bars = Math.max(1, Math.round(lengthSeconds / secondsPerBar));
  return { bars, microsecondsPerQuarter, tempoBpm: 60e6 / microsecondsPerQuarter, secondsPerBar };
}

function lengthCost(bars: number, wished: number): number {
  const drift = Math.abs(Math.log(bars / wished)) / Math.log(TEMPO_TOLERANCE);
  const roundness = [0, 0.6, 0.3, 0.6][bars % 4]!;
  return drift + roundness + (drift > 1 ? 2 * (drift - 1) : 0);
}

function foldInto(bpm: number, low: number, high: number): number {
  let tempo = Number.isFinite(bpm) && bpm > 0 ? bpm : 120;
  for (let i = 0; i < 16 && tempo < low; i++) tempo *= 2;
  for (let i = 0; i < 16 && tempo > high; i++) tempo /= 2;
  return tempo;
}
