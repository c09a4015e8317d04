// The tune of a section: that of its letter, said again a little differently when it returns, and
// brought to rest where the piece ends.

import type { Ending } from "../plan/ending.ts";
import type { SectionPlan } from "../plan/form.ts";
import { type Letter, melodyCentre } from "../letter.ts";
import { land } from "./melody_idea.ts";
import type { Random } from "../random.ts";
import { restate } from "./restate.ts";
import type { Stage, TuneNote } from "./tune.ts";

export type SectionTuneTask = {
  readonly letter: Letter;
  readonly plan: SectionPlan;
  /** Bar of the letter with which the section starts. */
  readonly fromBar: number;
  readonly stage: Stage;
  readonly ending: Ending | undefined;
  /** 0–1: how much a varied return may change. */
  readonly variation: number;
};

/** The tune a section sings; none in an intro. */
export function tuneOfSection(task: SectionTuneTask, random: Random): TuneNote[] {
  const { letter, plan, stage, ending } = task;
  if (plan.kind === "intro") return [];
  const slice = sliceTune(task);
  const isFirst = plan.visit === 0 && plan.kind === "body" && !plan.isLast;
  const tune = isFirst ? slice : restate(slice, {
    stage,
    centre: melodyCentre(stage, letter.name),
    variation: plan.name.endsWith("'") ? task.variation : task.variation / 2,
  }, random);
  return ending ? withLastNote(tune, ending, task) : tune;
}

// Every other visit says it otherwise; the outro echoes what was heard first.
function tuneOf({ melody }: Letter, { kind, visit }: SectionPlan): readonly TuneNote[] {
  return kind === "body" && visit % 2 === 1 ? melody.again : melody.first;
}

function sliceTune({ letter, plan, fromBar, stage, ending }: SectionTuneTask): TuneNote[] {
  const { stepsPerBar } = stage.grid;
  const end = ending?.step ?? plan.bars * stepsPerBar;
  return tuneOf(letter, plan)
    .map((note) => ({ ...note, step: note.step - fromBar * stepsPerBar }))
    .filter(({ step }) => step >= 0 && step < end)
    .map((note) => ({ ...note, steps: Math.min(note.steps, end - note.step) }));
}

function withLastNote(
  tune: readonly TuneNote[],
  { step, steps }: Ending,
  { letter, stage }: SectionTuneTask,
): TuneNote[] {
  const before = tune.at(-1) ?? letter.melody.first.at(-1);
  if (!before) return [...tune];
  return land([...tune, { ...before, alter: 0, step, steps }], "home", stage);
}
