import { toStorageError } from "./s3_error.ts";

/**
 * One call with its tries, each of which the client bounds; `key` is that of an object to read.
 * @throws {AppError} what `toStorageError` makes of a failure; else the reason of the signal.
 */
export async function callS3<T>(
  signal: AbortSignal | undefined,
  send: (options: { abortSignal?: AbortSignal }) => Promise<T>,
  key?: string,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await send(signal ? { abortSignal: signal } : {});
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw toStorageError(error, key);
  }
}
