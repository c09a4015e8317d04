// Where each part lives: the key and metre of the piece, some chords, the reach of its instrument.

import type { ChordSpan } from "./harmony.ts";
import { type PartName, partRange } from "./plan/instruments.ts";
import type { Studio } from "./studio.ts";
import type { Stage } from "./tune/tune.ts";

/** The stage of a part over some chords. */
export function stageFor(
  { grid, mode, tonic, instruments }: Studio,
  harmony: readonly ChordSpan[],
  part: PartName,
): Stage {
  return { grid, mode, tonic, harmony, ...partRange(part, instruments[part]) };
}
