// Why a running job is told to stop. It travels as the reason of the run's AbortSignal.

export type AbortCause = "cancelled" | "lease_lost" | "stopping";

/** The reason of an aborted run: its kind decides how the attempt ends. */
export class JobAbort extends Error {
  override readonly name = "JobAbort";
  readonly why: AbortCause;

  constructor(why: AbortCause) {
    super(`The job was told to stop: ${why}`);
    this.why = why;
  }
}
