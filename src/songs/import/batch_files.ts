import type { SourceFile } from "./song_source.ts";

/** How many files, and how many of their bytes, one batch holds at most. */
export const MAX_BATCH_FILES = 100;
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Files in batches, in their order. One that is larger than a whole batch has one of its own. */
export async function* batchFiles(files: AsyncIterable<SourceFile>): AsyncGenerator<SourceFile[]> {
  let batch: SourceFile[] = [];
  let batchBytes = 0;
  for await (const file of files) {
    const isFull = batch.length === MAX_BATCH_FILES ||
      batchBytes + file.sizeBytes > MAX_BATCH_BYTES;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      batchBytes = 0;
    }
    batch.push(file);
    batchBytes += file.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
