import type { Timings } from "./job.ts";
import type { Run } from "./run.ts";

/** Does a part of a stage and adds its time to the stage's. */
export async function timed<T>(
  run: Pick<Run, "now" | "timings">,
  name: keyof Timings,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = run.now();
  try {
    return await work();
  } finally {
    run.timings[name] = (run.timings[name] ?? 0) + Math.round(run.now() - startedAt);
  }
}
