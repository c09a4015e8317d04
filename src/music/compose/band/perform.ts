// From grid to time and touch: the swing of the song that leads the groove, a player's small
// inaccuracies, phrases that swell, beats that weigh.

import type { Note } from "../../midi/piece.ts";
import type { SectionPlan } from "../plan/form.ts";
import { PHRASE_BARS } from "../plan/form.ts";
import { type Grid, strengthAt } from "../grid.ts";
import type { PartName } from "../plan/instruments.ts";
import type { Random } from "../random.ts";
import { PLAIN_VELOCITY, type Tone } from "../tone.ts";

export const TICKS_PER_QUARTER = 480;
export const TICKS_PER_STEP = TICKS_PER_QUARTER / 4;

/** Notes of one part in one bar; what is denser is thinned. */
export const MAX_NOTES_PER_BAR_AND_PART = 64;

export type Performance = {
  readonly plan: Pick<SectionPlan, "startBar" | "energy">;
  readonly grid: Grid;
  /** In steps, by step of the beat. */
  readonly swing: readonly number[];
};

/** A note and the bar it belongs to. */
export type PlayedNote = Note & { readonly bar: number; readonly source: Tone["source"] };

// A player's spread in ticks; an end leaves room for it, so that no note meets the next of its pitch.
const JITTER_TICKS: Readonly<Record<PartName, number>> = {
  melody: 6,
  counter: 6,
  chords: 5,
  pad: 8,
  bass: 4,
  drums: 3,
};

const BASE_VELOCITY: Readonly<Record<PartName, number>> = {
  melody: 90,
  counter: 72,
  chords: 68,
  pad: 56,
  bass: 84,
  drums: 82,
};

const ACCENTS = [-5, 0, 3, 6];

/** Plays the tones of a part in time. */
export function perform(
  part: PartName,
  tones: readonly Tone[],
  performance: Performance,
  random: Random,
): PlayedNote[] {
  const { grid, plan, swing } = performance;
  const jitter = JITTER_TICKS[part];
  const origin = plan.startBar * grid.stepsPerBar;
  const tickAt = (step: number) =>
    Math.round((origin + step + (swing[step % grid.stepsPerBeat] ?? 0)) * TICKS_PER_STEP);
  return thin(tones, grid).map((tone) => {
    const wished = tickAt(tone.step) + Math.round(jitter * random.spread());
    const startTicks = Math.max(0, wished);
    const endTicks = tickAt(tone.step + tone.steps) - jitter - 1;
    return {
      startTicks,
      durationTicks: Math.max(1, endTicks - startTicks),
      pitch: tone.pitch,
      velocity: touch(part, tone, performance, random),
      bar: plan.startBar + Math.floor(tone.step / grid.stepsPerBar),
      source: tone.source,
    };
  });
}

function touch(
  part: PartName,
  { step, velocity }: Tone,
  { grid, plan }: Performance,
  random: Random,
): number {
  const phrase = PHRASE_BARS * grid.stepsPerBar;
  const swell = part === "drums" ? 0 : 5 * Math.sin(Math.PI * (step % phrase) / phrase) - 2;
  const accent = part === "drums" || part === "pad" ? 0 : ACCENTS[strengthAt(grid, step)]!;
  const energy = 16 * (plan.energy - 0.6);
  const own = 0.7 * (velocity - PLAIN_VELOCITY);
  const value = BASE_VELOCITY[part] + swell + accent + energy + own + 4 * random.spread();
  return Math.round(Math.max(24, Math.min(122, value)));
}

function thin(tones: readonly Tone[], { stepsPerBar }: Grid): Tone[] {
  const counts = new Map<number, number>();
  return tones.filter(({ step }) => {
    const bar = Math.floor(step / stepsPerBar);
    counts.set(bar, (counts.get(bar) ?? 0) + 1);
    return counts.get(bar)! <= MAX_NOTES_PER_BAR_AND_PART;
  });
}
