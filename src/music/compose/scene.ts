// What the players of one section share.

import type { Ending } from "./plan/ending.ts";
import type { SectionPlan } from "./plan/form.ts";
import type { ChordSpan } from "./harmony.ts";
import type { Letter } from "./letter.ts";
import type { Random } from "./random.ts";
import type { Studio } from "./studio.ts";
import type { TuneNote } from "./tune/tune.ts";

export type Scene = {
  readonly studio: Studio;
  readonly letter: Letter;
  readonly plan: SectionPlan;
  readonly harmony: readonly ChordSpan[];
  /** Empty in an intro. */
  readonly tune: readonly TuneNote[];
  /** Only where the piece ends. */
  readonly ending: Ending | undefined;
  readonly random: Random;
};
