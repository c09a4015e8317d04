// The chords of a section, phrase by phrase: drawn from the songs, closed by their own cadences.

import type { Mode } from "../analyse/analysis.ts";
import type { Cast } from "./plan/cast.ts";
import type { Source } from "./composition.ts";
import { PHRASE_BARS } from "./plan/form.ts";
import type { Grid } from "./grid.ts";
import { type HarmonyModel, parseToken, tonicOf } from "./learn/harmony_model.ts";
import type { Knobs } from "./plan/knobs.ts";
import type { Random } from "./random.ts";
import { chordClasses, type Harmony, scaleOf } from "./scale.ts";
import { predict, temper } from "./learn/sequence_model.ts";

/** A chord of the new piece; steps count from the start of its section. */
export type ChordSpan = Harmony & {
  readonly step: number;
  readonly steps: number;
  readonly source: Source;
};

export type HarmonyTask = {
  readonly bars: number;
  /** Home at the end, or open to what follows. */
  readonly isClosed: boolean;
  /** Begins on the tonic if the songs allow. */
  readonly startsHome: boolean;
  readonly grid: Grid;
  readonly mode: Mode;
  readonly knobs: Knobs;
};

const CANDIDATES = 6;
/** Less of a phrase on the tonic is felt as another key. */
const MIN_HOME_SHARE = 0.2;
/** How often a phrase repeats the chords of the one before, up to the cadence. */
const REPEAT_CHANCE = 0.55;

/** Composes chords for whole bars without gap. */
export function composeHarmony(
  cast: Cast<HarmonyModel>,
  task: HarmonyTask,
  random: Random,
): ChordSpan[] {
  const barSteps = task.grid.stepsPerBar;
  const spans: ChordSpan[] = [];
  let previous: ChordSpan[] = [];
  for (let bar = 0; bar < task.bars; bar += PHRASE_BARS) {
    const bars = Math.min(PHRASE_BARS, task.bars - bar);
    const source = cast.next();
    const isFinal = bar + bars >= task.bars;
    const model = cast.modelOf(source);
    const repeats = previous.length > 0 && bars === PHRASE_BARS && random.chance(REPEAT_CHANCE);
    const drawn = repeats
      ? previous
      : bestPhrase(model, { ...task, bars, startsHome: task.startsHome && bar === 0 }, random)
        .map((span) => ({ ...span, source }));
    const leading = drawApproach(model, random);
    const phrase = isFinal && task.isClosed
      ? closeHarmony(drawn, { ...task, bars, tonicBars: 1, leading })
      : openHarmony(drawn, { ...task, bars, leading });
    spans.push(...phrase.map((span) => ({ ...span, step: span.step + bar * barSteps })));
    previous = drawn;
  }
  return spans;
}

/** The chord that sounds at a step. */
export function chordAt(spans: readonly ChordSpan[], step: number): ChordSpan {
  let found = spans[0]!;
  for (const span of spans) if (span.step <= step) found = span;
  return found;
}

/** The chords from `fromStep` on, for so many steps; the last one lasts on where they end early. */
export function sliceHarmony(
  spans: readonly ChordSpan[],
  fromStep: number,
  steps: number,
): ChordSpan[] {
  const slice = spans.flatMap((span) => {
    const step = Math.max(span.step, fromStep);
    const end = Math.min(span.step + span.steps, fromStep + steps);
    return end > step ? [{ ...span, step: step - fromStep, steps: end - step }] : [];
  });
  const last = slice.at(-1)!;
  return [...slice.slice(0, -1), { ...last, steps: steps - last.step }];
}

export type CadenceTask = Pick<HarmonyTask, "bars" | "grid" | "mode"> & {
  readonly leading: Harmony;
};

/** Ends on `tonicBars` of tonic, led to by `leading`. */
export function closeHarmony(
  spans: readonly ChordSpan[],
  { bars, grid, mode, leading, tonicBars }: CadenceTask & { readonly tonicBars: number },
): ChordSpan[] {
  const home = (bars - tonicBars) * grid.stepsPerBar;
  const end = bars * grid.stepsPerBar;
  if (home <= 0) return overwrite(spans, 0, end, tonicOf(mode));
  const approached = overwrite(spans, home - grid.stepsPerSlot, home, leading);
  return overwrite(approached, home, end, tonicOf(mode));
}

/** Ends on the chord that wants to go home. */
export function openHarmony(
  spans: readonly ChordSpan[],
  { bars, grid, leading }: CadenceTask,
): ChordSpan[] {
  const end = bars * grid.stepsPerBar;
  return overwrite(spans, end - grid.stepsPerSlot, end, leading);
}

/** A chord that leads home the way the song does. */
export function drawApproach(model: HarmonyModel, random: Random): Harmony {
  const counts = model.approaches.map(({ count }) => count);
  return model.approaches[random.weighted(counts)]!.harmony;
}

type Unsourced = Omit<ChordSpan, "source">;

function overwrite(
  spans: readonly ChordSpan[],
  from: number,
  to: number,
  harmony: Harmony,
): ChordSpan[] {
  const source = chordAt(spans, from).source;
  const kept = spans.filter(({ step }) => step < from)
    .map((span) => ({ ...span, steps: Math.min(span.steps, from - span.step) }));
  const later = spans.filter(({ step }) => step >= to);
  return [...kept, { ...harmony, step: from, steps: to - from, source }, ...later];
}

function bestPhrase(model: HarmonyModel, task: HarmonyTask, random: Random): Unsourced[] {
  let best: Unsourced[] = [];
  let bestCost = Infinity;
  for (let i = 0; i < CANDIDATES; i++) {
    const candidate = drawPhrase(model, task, random);
    const cost = phraseCost(candidate, model, task) + random.next();
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

function drawPhrase(model: HarmonyModel, task: HarmonyTask, random: Random): Unsourced[] {
  const { stepsPerSlot, stepsPerBar } = task.grid;
  const end = task.bars * stepsPerBar;
  const context: string[] = [];
  const spans: Unsourced[] = [];
  for (let step = 0; step < end;) {
    const weights = temper(predict(model.sequence, context, task.knobs), task.knobs.temperature);
    const fitting = step === 0 && task.startsHome ? startHome(weights, model) : weights;
    const token = model.sequence.alphabet[random.weighted(fitting)]!;
    const { harmony, slots } = parseToken(token);
    const steps = Math.min(slots * stepsPerSlot, end - step);
    spans.push({ ...harmony, step, steps });
    context.push(token);
    step += steps;
  }
  return spans;
}

// Begins on a tonic chord of the song; where it has none, any start may stay.
function startHome(weights: Float64Array, { sequence }: HarmonyModel): Float64Array {
  const atHome = weights.map((weight, i) =>
    parseToken(sequence.alphabet[i]!).harmony.root === 0 ? weight : 0
  );
  return atHome.some((weight) => weight > 0) ? atHome : weights;
}

// What a listener would mind: no home, standing still, strangers to the key, a new chord that
// arrives in the middle of a bar and stays.
function phraseCost(spans: readonly Unsourced[], model: HarmonyModel, task: HarmonyTask): number {
  const { bars, grid, mode, startsHome } = task;
  const share = (isCounted: (span: Unsourced) => number) =>
    spans.reduce((sum, span) => sum + span.steps * isCounted(span), 0) / (bars * grid.stepsPerBar);
  const scale = scaleOf(mode);
  const names = new Set(spans.map(({ root, quality }) => `${root}:${quality}`));
  const wanted = Math.min(3, model.distinct, bars);
  const foreign = share((span) =>
    chordClasses(span).filter((tone) => !scale.includes(tone)).length
  );
  const home = share(({ root }) => Number(root === 0));
  const tense = share(({ quality }) => Number(quality === "dim" || quality === "hdim"));
  const standing = spans.filter(({ steps }) => steps > 2 * grid.stepsPerBar).length;
  const late =
    spans.filter(({ step, steps }) => step % grid.stepsPerBar !== 0 && steps >= grid.stepsPerBar)
      .length;
  const isHome = spans[0]!.root === 0;
  return 1.5 * Math.max(0, wanted - names.size) + foreign + tense + standing + 0.7 * late +
    6 * Math.max(0, MIN_HOME_SHARE - home) + (startsHome === isHome ? 0 : startsHome ? 3 : 0.5);
}
