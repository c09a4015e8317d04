// Where a listener would tap: the pulse by autocorrelation of the onsets; then, unless there is a pulse
// that never bends, the beats that fall on strong onsets and keep it best, by dynamic programming
// (Ellis 2007).

import { findSteadyPulse, type SteadyPulse } from "./steady_pulse.ts";

/** A note start as the tracker hears it. */
export type Onset = { readonly seconds: number; readonly strength: number };

/** The seconds at which beats fall, rising, from the first of the onsets or before it to after the last; they are sorted, at least one. */
export function trackBeats(onsets: readonly Onset[]): number[] {
  const heard = onsets.filter(({ seconds }) => seconds < MAX_SECONDS);
  const envelope = onsetEnvelope(heard);
  const period = findPeriod(envelope);
  const steady = findSteadyPulse(heard.map(({ seconds }) => seconds));
  if (steady) return steadyBeats(steady, period * FRAME_SECONDS, onsets);
  const beats = bestBeats(envelope, period).map((frame) => frame * FRAME_SECONDS);
  return continueBeats(beats, period * FRAME_SECONDS, onsets);
}

const FRAME_SECONDS = 0.02;
/** What comes later keeps the last tempo. */
const MAX_SECONDS = 20 * 60;
const MIN_PERIOD_SECONDS = 0.3;
const MAX_PERIOD_SECONDS = 1.2;
/** The tempo that people prefer, 120 a minute, and how many octaves from it they still like. */
const USUAL_PERIOD_SECONDS = 0.5;
const PERIOD_SPREAD_OCTAVES = 0.9;
/** How dear it is to leave the pulse: a wait of 1.4 times the period costs about one strong onset. */
const STEADINESS = 10;

function onsetEnvelope(onsets: readonly Onset[]): Float64Array {
  const last = onsets.reduce((latest, { seconds }) => Math.max(latest, seconds), 0);
  const envelope = new Float64Array(Math.ceil(last / FRAME_SECONDS) + 3);
  for (const { seconds, strength } of onsets) {
    const frame = Math.round(seconds / FRAME_SECONDS);
    envelope[frame]! += strength;
    // Fingers are not exact: what is one frame off still counts.
    envelope[frame + 1]! += strength / 2;
    if (frame > 0) envelope[frame - 1]! += strength / 2;
  }
  const spread = Math.sqrt(
    envelope.reduce((sum, value) => sum + value * value, 0) / envelope.length,
  );
  return envelope.map((value) => value / (spread || 1));
}

function findPeriod(envelope: Float64Array): number {
  const lowest = Math.round(MIN_PERIOD_SECONDS / FRAME_SECONDS);
  const highest = Math.round(MAX_PERIOD_SECONDS / FRAME_SECONDS);
  let [best, bestScore] = [Math.round(USUAL_PERIOD_SECONDS / FRAME_SECONDS), -Infinity];
  for (let lag = lowest; lag <= highest; lag++) {
    let product = 0;
    for (let frame = lag; frame < envelope.length; frame++) {
      product += envelope[frame]! * envelope[frame - lag]!;
    }
    const octaves = Math.log2(lag * FRAME_SECONDS / USUAL_PERIOD_SECONDS);
    const score = product * Math.exp(-0.5 * (octaves / PERIOD_SPREAD_OCTAVES) ** 2);
    if (score > bestScore) [best, bestScore] = [lag, score];
  }
  return best;
}

/** Of all beats of so many pulses, those on the strongest onsets; pulses halve beats and halve them again. */
function steadyBeats(pulse: SteadyPulse, period: number, onsets: readonly Onset[]): number[] {
  const halvings = Math.round(Math.log2(period / pulse.seconds));
  const pulses = 2 ** Math.min(MAX_HALVINGS, Math.max(0, halvings));
  const strengths = new Float64Array(pulses);
  for (const { seconds, strength } of onsets) {
    strengths[modulo(Math.round((seconds - pulse.phaseSeconds) / pulse.seconds), pulses)]! +=
      strength;
  }
  const strongest = strengths.indexOf(Math.max(...strengths));
  const start = pulse.phaseSeconds + strongest * pulse.seconds;
  const beat = pulses * pulse.seconds;
  const first = Math.floor((onsets[0]!.seconds - start) / beat);
  const last = Math.ceil((onsets.at(-1)!.seconds - start) / beat) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => start + (first + index) * beat);
}

/** A beat of more than four pulses would have notes between its sixteenths. */
const MAX_HALVINGS = 2;

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** The frames of the beats; waits lie between half a period and two. */
function bestBeats(envelope: Float64Array, period: number): number[] {
  const costs = Float64Array.from(
    { length: 2 * period + 1 },
    (_, wait) => STEADINESS * Math.log(wait / period) ** 2,
  );
  const scores = envelope.slice();
  const previous = new Int32Array(envelope.length).fill(-1);
  const shortest = Math.ceil(period / 2);
  for (let frame = shortest; frame < envelope.length; frame++) {
    let best = 0;
    for (let wait = shortest; wait <= Math.min(2 * period, frame); wait++) {
      const score = scores[frame - wait]! - costs[wait]!;
      if (score > best) {
        best = score;
        previous[frame] = frame - wait;
      }
    }
    scores[frame]! += best;
  }
  return traceBack(scores, previous, period);
}

/** From the best of the last frames back to the first beat. */
function traceBack(scores: Float64Array, previous: Int32Array, period: number): number[] {
  const from = Math.max(0, scores.length - 2 * period);
  let frame = from;
  for (let other = from; other < scores.length; other++) {
    if (scores[other]! > scores[frame]!) frame = other;
  }
  const beats: number[] = [];
  for (; frame >= 0; frame = previous[frame]!) beats.push(frame);
  return beats.reverse();
}

function continueBeats(
  beats: readonly number[],
  period: number,
  onsets: readonly Onset[],
): number[] {
  const firstSeconds = onsets[0]!.seconds;
  const lastSeconds = onsets.at(-1)!.seconds;
  const before = Math.max(0, Math.ceil((beats[0]! - firstSeconds) / period));
  const after = Math.max(1, Math.ceil((lastSeconds - beats.at(-1)!) / period) + 1);
  return [
    ...Array.from({ length: before }, (_, count) => beats[0]! - (before - count) * period),
    ...beats,
    ...Array.from({ length: after }, (_, count) => beats.at(-1)! + (count + 1) * period),
  ];
}
