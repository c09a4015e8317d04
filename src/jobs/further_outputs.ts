// The files that somebody asked for beside the MIDI and the MP3. One is rendered, stored and told of
// before the next is begun, so that only one is held in memory; one that cannot be made is a warning.

import { AppError } from "../errors.ts";
import type { Warning } from "./job.ts";
import type { StoredFile } from "./job_store.ts";
import { type PlannedOutput, planOutputs } from "./plan_outputs.ts";
import type { Run } from "./run.ts";
import { publishOutput, storeOutput } from "./store_output.ts";
import { timed } from "./timed.ts";

export type Finished = {
  readonly midi: Uint8Array;
  /** By an earlier attempt. */
  readonly stored: readonly StoredFile[];
  /** Why the MP3 could not be made, if so. */
  readonly failure: AppError | undefined;
};

/** Makes what the options ask for; answers why something of it is not there. */
export async function makeFurtherOutputs(
  run: Run,
  { midi, stored, failure }: Finished,
): Promise<Warning[]> {
  const { jobId, options } = run.claimed.job;
  const report = await run.store.findReport(jobId, run.signal) ?? null;
  const tracks = options.outputs.includes("stems") ? run.soundingTracks(midi) : [];
  const warnings: Warning[] = [];
  let outage = failure?.retryable ? failure : undefined;
  for (const planned of planOutputs(options, { tracks, report })) {
    if (stored.some((file) => isSame(file, planned.file))) continue;
    const problem = outage ?? await makeOutput(run, midi, planned);
    if (problem === undefined) continue;
    // A service that just kept failing would keep everybody waiting for each of the others.
    if (problem instanceof AppError && problem.retryable) outage = problem;
    warnings.push(warningOf(planned, problem));
  }
  return warnings;
}

/** Whether two files are the same output of a job. */
export function isSame(a: PlannedOutput["file"], b: PlannedOutput["file"]): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** Undefined once it is stored and told of, else why it cannot be made. */
async function makeOutput(
  run: Run,
  midi: Uint8Array,
  { file, render }: PlannedOutput,
): Promise<AppError | string | undefined> {
  if ("problem" in render) return render.problem;
  const { jobId } = run.claimed.job;
  const call = { jobId, signal: run.signal };
  const sound = await timed(run, "convertMs", () => run.ml.render(midi, render, call))
    .catch((error) => {
      run.signal.throwIfAborted();
      if (error instanceof AppError) return error;
      throw error;
    });
  if (sound instanceof AppError) return sound;
  const stored = await timed(run, "storeMs", () => storeOutput(run, file, sound));
  await publishOutput(run, { file: stored });
  return undefined;
}

function warningOf({ label }: PlannedOutput, problem: AppError | string): Warning {
  const why = typeof problem === "string" ? problem : problem.message;
  return { code: "output_unavailable", message: `The ${label} could not be made: ${why}` };
}
