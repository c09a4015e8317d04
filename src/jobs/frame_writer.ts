// Stores the frames of one attempt in order, in small batches, and fans them out after the commit:
// what a watcher has seen is never lost.

import { AppError } from "../errors.ts";
import type { Envelope, Fanout } from "./fanout.ts";
import { JobAbort } from "./job_abort.ts";
import type { Fence, JobStore, NewFrame } from "./job_store.ts";

export const MAX_BATCH_FRAMES = 32;
export const MAX_BATCH_MS = 25;

/** A 300 s piece is some 200 bars; more than this is a service that streams without end. */
export const MAX_FRAMES_PER_ATTEMPT = 5_000;

export interface FrameWriter {
  /** @throws {AppError} `ml_answer_too_large` over MAX_FRAMES_PER_ATTEMPT. */
  write(frame: NewFrame): void;
  /** Resolves when all that was written is stored. Rethrows what storing threw. */
  flush(): Promise<void>;
}

/** `abort` is called once when storing fails or the fence is lost, so that the run stops. */
export function createFrameWriter(
  fence: Fence,
  deps: {
    readonly store: Pick<JobStore, "append">;
    readonly fanout: Fanout;
    readonly abort: (reason: unknown) => void;
  },
): FrameWriter {
  let waiting: NewFrame[] = [];
  let written = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failure: { readonly reason: unknown } | undefined;
  let storing: Promise<void> = Promise.resolve();

  function store(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) storing = storing.then(() => storeBatch(batch));
  }

  async function storeBatch(batch: readonly NewFrame[]): Promise<void> {
    if (failure) return;
    try {
      publishAll(await deps.store.append(fence, batch), deps.fanout);
    } catch (reason) {
      failure = { reason };
      deps.abort(reason);
    }
  }

  return {
    write(frame) {
      if (++written > MAX_FRAMES_PER_ATTEMPT) {
        throw new AppError("ml_answer_too_large", "The ML service streamed too many bars");
      }
      waiting.push(frame);
      if (waiting.length >= MAX_BATCH_FRAMES) store();
      else timer ??= setTimeout(store, MAX_BATCH_MS);
    },
    async flush() {
      store();
      await storing;
      if (failure) throw failure.reason;
    },
  };
}

/** Fans out what a fenced call stored; a lost fence stops the run. */
export function publishAll(
  envelopes: readonly Envelope[] | undefined,
  fanout: Fanout,
): asserts envelopes is readonly Envelope[] {
  if (!envelopes) throw new JobAbort("lease_lost");
  for (const envelope of envelopes) fanout.publish(envelope);
}
