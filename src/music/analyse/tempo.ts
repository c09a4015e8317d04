// One tempo for a song.

import type { Piece } from "../midi/piece.ts";

const DEFAULT_BPM = 120;

/** Quarters a minute: the tempo at which half of the song's quarters are played slower, half faster. */
export function typicalTempo({ tempos, durationTicks }: Piece): number {
  const stretches = tempos.map(({ startTicks, microsecondsPerQuarter }, index) => ({
    ticks: Math.max(
      0,
      Math.min(tempos[index + 1]?.startTicks ?? Infinity, durationTicks) - startTicks,
    ),
    bpm: 60e6 / microsecondsPerQuarter,
  })).sort((a, b) => a.bpm - b.bpm);
  const half = stretches.reduce((sum, { ticks }) => sum + ticks, 0) / 2;
  let passed = 0;
  return stretches.find(({ ticks }) => (passed += ticks) >= half)?.bpm ?? DEFAULT_BPM;
}
