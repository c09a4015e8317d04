// One section of the piece: the material of its letter, played by the parts that its place in the
// form asks for.

import { type Ending, finalBars, planEnding } from "./plan/ending.ts";
import { PHRASE_BARS, type SectionPlan } from "./plan/form.ts";
import {
  type ChordSpan,
  closeHarmony,
  drawApproach,
  openHarmony,
  sliceHarmony,
} from "./harmony.ts";
import type { PartName } from "./plan/instruments.ts";
import { layersOf } from "./plan/layers.ts";
import { shiftBetween } from "./plan/key_plan.ts";
import type { Letter } from "./letter.ts";
import { PLAYERS } from "./band/players.ts";
import type { Random } from "./random.ts";
import { modulo } from "./scale.ts";
import { stageFor } from "./part_stage.ts";
import { tuneOfSection } from "./tune/section_tune.ts";
import type { Studio } from "./studio.ts";
import type { Tone } from "./tone.ts";

export type Section = {
  readonly harmony: readonly ChordSpan[];
  readonly parts: Readonly<Partial<Record<PartName, readonly Tone[]>>>;
};

/** Plays a section. */
export function playSection(studio: Studio, letter: Letter, plan: SectionPlan): Section {
  const random = studio.random.fork("section", plan.startBar);
  const fromBar = startInLetter(letter, plan);
  const ending = plan.isLast ? endingOf(studio, plan) : undefined;
  const harmony = harmonyOf(studio, letter, { ...plan, fromBar }, random);
  const tune = tuneOfSection({
    letter,
    plan,
    fromBar,
    stage: stageFor(studio, harmony, "melody"),
    ending,
    variation: studio.knobs.variation,
  }, random.fork("tune"));
  const scene = { studio, letter, plan, harmony, tune, ending, random };
  const parts = layersOf(plan).map((part) => [part, PLAYERS[part](scene)] as const);
  return { harmony, parts: Object.fromEntries(parts) };
}

// An outro echoes the last phrase of its letter.
function startInLetter(letter: Letter, { kind }: SectionPlan): number {
  return kind === "outro" ? Math.max(0, letter.bars - PHRASE_BARS) : 0;
}

/** Semitones above the tonic. */
const DOMINANT = 7;

// What leads into another key is the dominant of that key.
function harmonyOf(
  { grid, mode, companies, duration, keyPlan }: Studio,
  letter: Letter,
  plan: SectionPlan & { readonly fromBar: number },
  random: Random,
): ChordSpan[] {
  const { bars, fromBar } = plan;
  const slice = sliceHarmony(letter.harmony, fromBar * grid.stepsPerBar, bars * grid.stepsPerBar);
  const leading = drawApproach(companies.harmony.modelOf(companies.harmony.leader), random);
  if (plan.isLast) {
    const tonicBars = finalBars(duration.bars, duration.secondsPerBar);
    return closeHarmony(slice, { bars, grid, mode, leading, tonicBars });
  }
  const turn = shiftBetween(keyPlan, plan.letter, plan.nextLetter);
  if (turn !== 0) {
    const dominant = { root: modulo(DOMINANT + turn, 12), quality: "7" } as const;
    return openHarmony(slice, { bars, grid, mode, leading: dominant });
  }
  return plan.kind === "intro" ? openHarmony(slice, { bars, grid, mode, leading }) : slice;
}

function endingOf({ grid, duration }: Studio, { bars }: SectionPlan): Ending {
  return planEnding(bars, finalBars(duration.bars, duration.secondsPerBar), {
    stepsPerBar: grid.stepsPerBar,
    secondsPerBar: duration.secondsPerBar,
  });
}
