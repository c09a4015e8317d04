// A task's reports as the body of an answer.

import type { TaskReport } from "./engine_message.ts";

export type BodyEncoding = {
  /** The bytes of a report; undefined leaves it out. */
  readonly encode: (report: TaskReport) => Uint8Array | undefined;
  /** The last bytes of a task that failed on its way; without it the body breaks off. */
  readonly encodeFailure?: (error: unknown) => Uint8Array;
};

/**
 * Resolves once the task has reported for the first time, so that what fails at once can be
 * answered with an error; the rest follows as it comes. Cancelling the stream ends the task.
 */
export async function streamTask(
  reports: AsyncGenerator<TaskReport, void, void>,
  cancelling: AbortController,
  { encode, encodeFailure }: BodyEncoding,
): Promise<ReadableStream<Uint8Array>> {
  const first = await reports.next();
  return new ReadableStream({
    // Not pulled: a worker must not wait for a slow reader.
    async start(controller) {
      try {
        for (let step = first; !step.done; step = await reports.next()) {
          const bytes = encode(step.value);
          if (bytes) controller.enqueue(bytes);
        }
      } catch (error) {
        if (!encodeFailure || cancelling.signal.aborted) throw error;
        controller.enqueue(encodeFailure(error));
      } finally {
        // A report that came after the cancel cannot be put in: the task would keep its worker.
        await reports.return();
      }
      controller.close();
    },
    cancel: (reason) => cancelling.abort(reason),
  });
}
