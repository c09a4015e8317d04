// Which meter a piece is in and where its bars start. The file's word is believed unless the accents
// speak loudly against it: files claim 4/4 for waltzes, and start with upbeats they do not declare.

import type { Meter, Piece } from "../midi/piece.ts";

export type BarMeter = Pick<Meter, "numerator" | "denominator">;

export type FoundMeter = {
  /** The meter of most of the piece. */
  readonly main: BarMeter;
  /** Where bars of which meter start; the first may start before tick 0, when the piece starts with an upbeat. */
  readonly stretches: readonly Meter[];
};

/** Finds the meters of a piece; `accents` has a value for each sixteenth from tick 0. */
export function findMeter(piece: Piece, accents: Float64Array): FoundMeter {
  const { meter: declared, startTicks, endTicks } = longestStretch(piece);
  const ticksPerStep = piece.ticksPerQuarter / 4;
  const heard = accents.subarray(startTicks / ticksPerStep, endTicks / ticksPerStep);
  const main = chooseMeter(declared, heard);
  const isDeclared = main === declared;
  if (isDeclared && startTicks > 0) return { main, stretches: piece.meters };
  const downbeat = isDeclared ? declaredDownbeat(main, heard) : strongestPhase(main, heard).step;
  const upbeatSteps = (stepsPerBar(main) - downbeat) % stepsPerBar(main);
  const first = { ...main, startTicks: 0 - upbeatSteps * ticksPerStep };
  return { main, stretches: isDeclared ? [first, ...piece.meters.slice(1)] : [first] };
}

/** Not a whole number for meters finer than sixteenths. */
export function stepsPerBar({ numerator, denominator }: BarMeter): number {
  return numerator * 16 / denominator;
}

const MIN_STEPS_PER_BAR = 6;
const MAX_STEPS_PER_BAR = 32;
/** With fewer bars to hear, the file is believed. */
const MIN_HEARD_BARS = 6;
/** How many times stronger another meter or phase must sound than the declared one. */
const OVERRULING = 1.2;
/** The same for a shift by half a bar, which changes little and is easily misheard. */
const OVERRULING_HALF_BAR = 1.6;
/** The same for bars twice as long: dances in two-four stress every second bar. */
const OVERRULING_DOUBLE_BAR = 1.35;
const THREE_FOUR: BarMeter = { numerator: 3, denominator: 4 };
const SIX_EIGHT: BarMeter = { numerator: 6, denominator: 8 };
const FOUR_FOUR: BarMeter = { numerator: 4, denominator: 4 };

function longestStretch({ meters, durationTicks }: Piece) {
  const stretches = meters.map(({ startTicks, numerator, denominator }, index) => ({
    meter: { numerator, denominator },
    startTicks,
    endTicks: meters[index + 1]?.startTicks ?? durationTicks,
  }));
  return stretches.reduce((longest, stretch) =>
    stretch.endTicks - stretch.startTicks > longest.endTicks - longest.startTicks
      ? stretch
      : longest
  );
}

function chooseMeter(declared: BarMeter, accents: Float64Array): BarMeter {
  const other = [THREE_FOUR, FOUR_FOUR].reduce((a, b) =>
    strongestPhase(b, accents).strength > strongestPhase(a, accents).strength ? b : a
  );
  const heard = other === THREE_FOUR && isCompound(accents) ? SIX_EIGHT : other;
  if (!isUsable(declared)) return heard;
  const isHeard = accents.length >= stepsPerBar(declared) * MIN_HEARD_BARS;
  const isDouble = stepsPerBar(heard) === 2 * stepsPerBar(declared);
  const isOverruled = strongestPhase(heard, accents).strength >
    (isDouble ? OVERRULING_DOUBLE_BAR : OVERRULING) * strongestPhase(declared, accents).strength;
  return isHeard && isOverruled ? heard : declared;
}

function isUsable(meter: BarMeter): boolean {
  const steps = stepsPerBar(meter);
  return Number.isInteger(steps) && steps >= MIN_STEPS_PER_BAR && steps <= MAX_STEPS_PER_BAR;
}

/** Whether a bar of twelve sixteenths sounds like two groups of six rather than three of four. */
function isCompound(accents: Float64Array): boolean {
  const phases = phaseStrengths(12, accents);
  const { step } = strongestPhase(SIX_EIGHT, accents);
  const at = (offset: number) => phases[(step + offset) % 12]!;
  return at(6) > OVERRULING * Math.max(at(4), at(8));
}

function declaredDownbeat(meter: BarMeter, accents: Float64Array): number {
  const steps = stepsPerBar(meter);
  if (accents.length < steps * MIN_HEARD_BARS) return 0;
  const { step, strength } = strongestPhase(meter, accents);
  const needed = step * 2 === steps ? OVERRULING_HALF_BAR : OVERRULING;
  return strength > needed * phaseStrengths(steps, accents)[0]! ? step : 0;
}

function strongestPhase(meter: BarMeter, accents: Float64Array) {
  const strengths = phaseStrengths(stepsPerBar(meter), accents);
  let step = 0;
  // Bars start on an eighth.
  for (let phase = 2; phase < strengths.length; phase += 2) {
    if (strengths[phase]! > strengths[step]!) step = phase;
  }
  return { step, strength: strengths[step] ?? 0 };
}

/** The mean accent at each step of the bar. */
function phaseStrengths(steps: number, accents: Float64Array): number[] {
  return Array.from({ length: steps }, (_, phase) => {
    let sum = 0;
    let count = 0;
    for (let step = phase; step < accents.length; step += steps) {
      sum += accents[step]!;
      count++;
    }
    return count > 0 ? sum / count : 0;
  });
}
