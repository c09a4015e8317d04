// Who plays in a section: the piece grows towards its last return and thins out between.

import type { SectionPlan } from "./form.ts";
import type { PartName } from "./instruments.ts";

const PAD_ENERGY = 0.7;
/** Below this a pad takes the place of the drums' drive. */
const QUIET_ENERGY = 0.5;
const COUNTER_ENERGY = 0.85;

/** The parts that play in a section. */
export function layersOf(plan: SectionPlan): readonly PartName[] {
  if (plan.kind === "intro") return ["chords", "bass", "drums"];
  const layers: PartName[] = ["melody", "chords", "bass", "drums"];
  const isBreak = plan.letter === "C" || plan.letter === "D" || plan.energy < QUIET_ENERGY;
  if (plan.energy >= PAD_ENERGY || isBreak) layers.push("pad");
  if (plan.energy >= COUNTER_ENERGY && plan.visit > 0) layers.push("counter");
  return layers;
}
