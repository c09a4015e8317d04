// A stream from the network that ends in an error when nothing comes for too long.

import { storageUnavailable } from "./storage_error.ts";

export type BoundedStreamOptions = {
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** Passes `source` on; an abort, a silence or a failure gives the source up at once. */
export function boundStream(
  source: ReadableStream<Uint8Array>,
  { silenceMs, signal }: BoundedStreamOptions,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let isOver = false;
  let fail = (_error: unknown) => {};
  const abort = () => fail(signal?.reason);
  const finish = () => {
    isOver = true;
    signal?.removeEventListener("abort", abort);
  };
  return new ReadableStream({
    start(controller) {
      fail = (error) => {
        if (isOver) return;
        finish();
        controller.error(error);
        giveUp(reader, error);
      };
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted) abort();
    },
    async pull(controller) {
      const failed = (cause: unknown) =>
        fail(storageUnavailable("The object store stopped answering", cause));
      const timer = setTimeout(() => failed(new Error(`No byte in ${silenceMs} ms`)), silenceMs);
      try {
        const { done, value } = await reader.read();
        if (isOver) return;
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      } catch (error) {
        failed(error);
      } finally {
        clearTimeout(timer);
      }
    },
    cancel(reason) {
      finish();
      giveUp(reader, reason);
    },
  }, { highWaterMark: 0 });
}

/** Nobody waits for it: a source that has failed already says so here once more. */
function giveUp(reader: ReadableStreamDefaultReader<Uint8Array>, reason: unknown): void {
  reader.cancel(reason).catch(() => {});
}
