import type { RunDependencies } from "./run.ts";

/** Takes jobs from workers that fell silent; answers how many. Any process may, there is no leader. */
export async function reapJobs(
  { store, fanout, log }: Pick<RunDependencies, "store" | "fanout" | "log">,
): Promise<number> {
  try {
    const ends = await store.reap({ everyRunning: false });
    for (const envelope of ends) {
      fanout.publish(envelope);
      log.warn("Took a job from a silent worker", { jobId: envelope.frame.jobId });
    }
    return ends.length;
  } catch (error) {
    log.warn("Cannot look for silent workers", { error: String(error) });
    return 0;
  }
}
