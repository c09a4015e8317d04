// A composed note on the grid, before a player gives it time and touch.

import type { Source } from "./composition.ts";

export type Tone = {
  /** Sixteenths from the start of its section. */
  readonly step: number;
  readonly steps: number;
  readonly pitch: number;
  /** Around 80; players add their own. */
  readonly velocity: number;
  readonly source: Source;
};

/** The touch of a note that nothing says more about. */
export const PLAIN_VELOCITY = 80;
