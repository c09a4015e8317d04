// The drums: a groove of two bars per letter, its beat from one song and its time perhaps from
// another, with fills where phrases end and a crash where sections begin.

import type { Source } from "../composition.ts";
import { type Grid, strengthAt } from "../grid.ts";
import { carriesBeat, CRASH, KICK, OPEN_HAT, RIDE, voiceOf } from "../learn/drum_kit.ts";
import type { DrumBar, DrumModel } from "../learn/drum_model.ts";
import type { Hit } from "../learn/material.ts";
import { temper } from "../learn/sequence_model.ts";
import { likelihood } from "../learn/typical_bars.ts";
import type { Cast } from "../plan/cast.ts";
import { PHRASE_BARS } from "../plan/form.ts";
import type { Knobs } from "../plan/knobs.ts";
import type { Random } from "../random.ts";
import type { Tone } from "../tone.ts";
import { drawFill } from "./drum_fill.ts";

type SourcedHit = Hit & { readonly source: Source };

/** What the drums of a letter keep when it returns. */
export type DrumGroove = {
  readonly bars: readonly (readonly SourcedHit[])[];
  readonly fills: readonly DrumBar[];
  readonly source: Source;
  readonly fillSource: Source;
  readonly knobs: Knobs;
};

export type DrumTask = {
  readonly bars: number;
  readonly grid: Grid;
  /** 0–1. */
  readonly energy: number;
  /** Ends with the piece: no fill after the last chord. */
  readonly endBar?: number;
  /** Starts with a crash. */
  readonly isArrival: boolean;
};

/** How much the typical bars are preferred. */
const EAGERNESS = 6;
const GROOVE_BARS = 2;

/** Draws the groove of the letter counted `section` from 0: beat, time and fills may be of three songs. */
export function drawDrumGroove(
  cast: Cast<DrumModel>,
  section: number,
  knobs: Knobs,
  random: Random,
): DrumGroove {
  const beatSource = cast.next();
  const timeSource = cast.next();
  const beat = drawBars(cast.modelOf(beatSource), section, knobs, random);
  const time = timeSource === beatSource
    ? beat
    : drawBars(cast.modelOf(timeSource), section, knobs, random);
  const fillSource = cast.next();
  const bars = beat.map((bar, i) => [
    ...bar.filter(({ key }) => carriesBeat(key)).map((hit) => ({ ...hit, source: beatSource })),
    ...timeOf(time[i]!).map((hit) => ({ ...hit, source: timeSource })),
  ]);
  const { fills } = cast.modelOf(fillSource);
  return { bars, fills, source: beatSource, fillSource, knobs };
}

// Crashes belong to arrivals; a bar that keeps its time on them keeps it on the ride.
function timeOf(bar: DrumBar): readonly Hit[] {
  const hits = bar.filter(({ key }) => !carriesBeat(key));
  const isCrash = ({ key }: Hit) => voiceOf(key) === "crash";
  const crashSteps = new Set(hits.filter(isCrash).map(({ step }) => step));
  if (crashSteps.size < 2) return hits.filter((hit) => !isCrash(hit));
  const ridden = hits.map((hit) => isCrash(hit) ? { ...hit, key: RIDE } : hit);
  // Two crashes at once are one ride.
  return ridden.filter(({ step, key }, i) =>
    ridden.findIndex((other) => other.step === step && other.key === key) === i
  );
}

/** Plays a groove through a section. */
export function playDrums(groove: DrumGroove, task: DrumTask, random: Random): Tone[] {
  const tones: Tone[] = [];
  for (let bar = 0; bar < task.bars; bar++) {
    if (task.endBar !== undefined && bar >= task.endBar) break;
    const hits = playBar(groove, task, bar, random);
    tones.push(...hits.map(({ step, key, velocity, source }) => ({
      step: step + bar * task.grid.stepsPerBar,
      steps: 1,
      pitch: key,
      velocity,
      source,
    })));
  }
  if (task.endBar !== undefined) tones.push(...finalHit(groove, task));
  return tones;
}

function playBar(
  groove: DrumGroove,
  task: DrumTask,
  bar: number,
  random: Random,
): SourcedHit[] {
  const { grid, energy } = task;
  const last = (task.endBar ?? task.bars) - 1;
  const plain = thin(groove.bars[bar % groove.bars.length]!, energy);
  const isPhraseEnd = bar % PHRASE_BARS === PHRASE_BARS - 1;
  if (bar === last || isPhraseEnd) {
    const beats = bar === last && energy >= 0.5 ? 2 : 1;
    return withFill(plain, groove, { grid, beats, energy }, random);
  }
  const varied = vary(plain, groove, grid, random);
  return bar === 0 && task.isArrival ? withCrash(varied, groove) : varied;
}

function drawBars(
  model: DrumModel,
  section: number,
  knobs: Knobs,
  random: Random,
): readonly DrumBar[] {
  const own = model.sections.includes(section) ? section : undefined;
  const best = Math.max(...model.typical);
  const weights = model.bars.map((_, i) => {
    const isHere = own === undefined || model.sections[i] === own;
    const pair = Math.min(model.typical[i]!, model.typical[i + 1] ?? -Infinity);
    return (isHere ? 1 : 0.05) * likelihood(pair, best, EAGERNESS);
  });
  if (!weights.some((weight) => weight > 0)) {
    const only = model.typical.indexOf(best);
    return [model.bars[only]!, model.bars[only]!];
  }
  const first = random.weighted(temper(Float64Array.from(weights), knobs.temperature));
  return [model.bars[first]!, model.bars[first + 1]!].slice(0, GROOVE_BARS);
}

// Quiet sections keep the time and the first kick.
function thin(hits: readonly SourcedHit[], energy: number): readonly SourcedHit[] {
  if (energy >= 0.5) return hits;
  return hits.filter(({ step, key }) =>
    !carriesBeat(key) || (voiceOf(key) === "kick" && step === 0)
  );
}

// Small liberties: a weak hit is left out or softened, a kick added before a beat, a hat opened.
function vary(
  hits: readonly SourcedHit[],
  groove: DrumGroove,
  grid: Grid,
  random: Random,
): SourcedHit[] {
  const depth = groove.knobs.variation;
  const varied = hits.filter(({ step, key }) =>
    voiceOf(key) !== "color" || strengthAt(grid, step) > 0 || !random.chance(0.15 * depth)
  );
  const lastEighth = grid.stepsPerBar - 2;
  const hasKick = varied.some(({ key, step }) => voiceOf(key) === "kick" && step === lastEighth);
  if (!hasKick && varied.some(({ key }) => voiceOf(key) === "kick") && random.chance(0.4 * depth)) {
    varied.push({ step: lastEighth, key: KICK, velocity: 74, source: groove.source });
  }
  const isOpen = varied.some(({ key, step }) => key === OPEN_HAT && step === lastEighth);
  if (!isOpen && random.chance(0.4 * depth)) {
    return varied.map((hit) =>
      hit.key === 42 && hit.step === lastEighth ? { ...hit, key: OPEN_HAT } : hit
    );
  }
  return varied;
}

function withFill(
  hits: readonly SourcedHit[],
  groove: DrumGroove,
  { grid, beats, energy }: { grid: Grid; beats: number; energy: number },
  random: Random,
): SourcedHit[] {
  const from = grid.stepsPerBar - beats * grid.stepsPerBeat;
  const fill = drawFill(groove.fills, { grid, from, energy }, random);
  return [
    ...hits.filter(({ step }) => step < from),
    ...fill.map((hit) => ({ ...hit, source: groove.fillSource })),
  ];
}

function withCrash(hits: readonly SourcedHit[], { source }: DrumGroove): SourcedHit[] {
  const kept = hits.filter(({ step, key }) => step > 0 || voiceOf(key) !== "cymbal");
  return [{ step: 0, key: CRASH, velocity: 96, source }, ...kept];
}

function finalHit(groove: DrumGroove, task: DrumTask): Tone[] {
  const step = task.endBar! * task.grid.stepsPerBar;
  return [CRASH, KICK].map((pitch) => ({
    step,
    steps: task.grid.stepsPerBeat,
    pitch,
    velocity: 90,
    source: groove.source,
  }));
}
