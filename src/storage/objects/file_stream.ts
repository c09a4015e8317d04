// The bytes of an open file, read as they are asked for.

const CHUNK_BYTES = 64 * 1024;

export type FileStreamOptions = {
  /** How much to read from where the file stands. */
  readonly sizeBytes: number;
  readonly signal?: AbortSignal | undefined;
};

/** Reads an open file, and closes it once: at the end, a cancel, an abort or an error. */
export function streamFile(
  file: Deno.FsFile,
  options: FileStreamOptions,
): ReadableStream<Uint8Array> {
  const { signal } = options;
  let leftBytes = options.sizeBytes;
  let isOpen = true;
  const close = () => {
    signal?.removeEventListener("abort", abort);
    if (isOpen) file.close();
    isOpen = false;
  };
  let abort = () => {};
  return new ReadableStream({
    start(controller) {
      abort = () => {
        close();
        controller.error(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
    },
    async pull(controller) {
      try {
        const chunk = await readChunk(file, leftBytes);
        if (!isOpen) return;
        leftBytes -= chunk.length;
        if (chunk.length > 0) controller.enqueue(chunk);
        if (leftBytes > 0 && chunk.length > 0) return;
        close();
        controller.close();
      } catch (error) {
        close();
        throw error;
      }
    },
    cancel: close,
  }, { highWaterMark: 0 });
}

async function readChunk(file: Deno.FsFile, leftBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, leftBytes));
  const read = chunk.length === 0 ? 0 : await file.read(chunk) ?? 0;
  return chunk.subarray(0, read);
}
