/** What a scripted worker does, by the seed of its task. */
export const SCRIPT = {
  work: 0,
  /** Never says anything. */
  hang: 1,
  crash: 2,
  fail: 3,
  crashAfterwards: 4,
  /** Reports once and then says nothing more. */
  stall: 5,
  /** Finds a bug and says so. */
  break: 6,
} as const;
