import type { Meter, Piece } from "../midi/piece.ts";

/** Gives the function that tells at which tick a bar starts, counted from 0 along the meters. */
export function barLines({ meters, ticksPerQuarter }: Piece): (bar: number) => number {
  const stretches: { startTicks: number; startBar: number; barTicks: number }[] = [];
  for (const { startTicks, ...meter } of meters) {
    const last = stretches.at(-1);
    // A meter that comes within a bar ends it.
    const bars = last ? Math.ceil((startTicks - last.startTicks) / last.barTicks) : 0;
    const startBar = (last?.startBar ?? 0) + bars;
    stretches.push({ startTicks, startBar, barTicks: ticksPerBar(meter, ticksPerQuarter) });
  }
  return (bar) => {
    const { startTicks, startBar, barTicks } = stretches.findLast((s) => s.startBar <= bar)!;
    return startTicks + (bar - startBar) * barTicks;
  };
}

function ticksPerBar(
  { numerator, denominator }: Omit<Meter, "startTicks">,
  quarter: number,
): number {
  return 4 * quarter * numerator / denominator;
}
