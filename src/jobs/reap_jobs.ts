import type { RunDependencies } from "./run.ts";

/** Takes jobs from workers that fell silent; answers how many. Any process may, there is no leader. */
export async function reapJobs(
  { store, fanout, log }: Pick<RunDependencies, "store" | "fanout" | "log">,
): Promise<number> {
  let taken = 0;
  try {
    // The store takes a batch at a time, and a machine that died may have held several.
    for (;;) {
      const ends = await store.reap({ everyRunning: false });
      if (ends.length === 0) return taken;
      taken += ends.length;
      for (const envelope of ends) {
        fanout.publish(envelope);
        log.warn("Took a job from a silent worker", { jobId: envelope.frame.jobId });
      }
    }
  } catch (error) {
    log.warn("Cannot look for silent workers", { error: String(error) });
    return taken;
  }
}
