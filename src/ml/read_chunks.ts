import { AppError } from "../errors.ts";
import { MAX_ML_ANSWER_BYTES } from "./schema.ts";
import { withTimeout } from "./with_timeout.ts";

export type ReadOptions = {
  /** Longest wait for the next bytes. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** @default MAX_ML_ANSWER_BYTES */
  readonly maxBytes?: number | undefined;
};

/**
 * Yields the bytes of an answer as they come. However it ends, the connection is given up.
 * @throws {AppError} `ml_answer_too_large`, `ml_timeout`, `ml_unavailable`.
 */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  { silenceMs, signal, maxBytes = MAX_ML_ANSWER_BYTES }: ReadOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader();
  let sizeBytes = 0;
  try {
    while (true) {
      const { done, value } = await withTimeout(() => reader.read(), {
        timeoutMs: silenceMs,
        signal,
        waitingTo: "to go on with its answer",
      });
      if (done) return;
      sizeBytes += value.length;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    throw new AppError("ml_unavailable", "The ML service broke off its answer", { cause: error });
  } finally {
    await reader.cancel().catch(ignoreBrokenStream);
  }
}

/** The whole answer at once. */
export async function readBytes(
  body: ReadableStream<Uint8Array>,
  options: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = await Array.fromAsync(readChunks(body, options));
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("ml_answer_too_large", `The ML service sent more than ${maxBytes} bytes`);
}

/** Cancelling a stream that has failed fails with the same error, which is on its way already. */
function ignoreBrokenStream(): void {}
