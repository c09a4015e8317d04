import type { PlacedScore } from "./place_sections.ts";

const ACCENT = { bar: 7, beat: 2, offbeat: -4 };
const STROKE: ReadonlyMap<string, number> = new Map([["X", 14], ["o", -26]]);

export type Loudness = {
  readonly velocity: number;
  /** Factor of the section. */
  readonly loudness: number;
  readonly symbol?: string;
};

/** The velocity of a note by its place in the bar and its stroke, 1–127. */
export function strokeVelocity(
  { score: { meter }, barTicks }: PlacedScore,
  startTicks: number,
  { velocity, loudness, symbol = "" }: Loudness,
): number {
  const isCompound = meter.denominator === 8 && meter.numerator % 3 === 0;
  const beatTicks = barTicks / (isCompound ? meter.numerator / 3 : meter.numerator);
  const inBar = ((startTicks % barTicks) + barTicks) % barTicks;
  const accent = inBar === 0 ? ACCENT.bar : inBar % beatTicks === 0 ? ACCENT.beat : ACCENT.offbeat;
  const wanted = velocity * loudness + accent + (STROKE.get(symbol) ?? 0);
  return Math.min(127, Math.max(1, Math.round(wanted)));
}
