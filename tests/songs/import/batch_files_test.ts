import assert from "node:assert/strict";
import {
  batchFiles,
  MAX_BATCH_BYTES,
  MAX_BATCH_FILES,
} from "../../../src/songs/import/batch_files.ts";

/** How many files are in each batch of files of these sizes. */
async function batchesOf(sizes: readonly number[]): Promise<number[]> {
  const files = sizes.map((sizeBytes, index) => ({ path: `${index}.mid`, sizeBytes }));
  const batches = await Array.fromAsync(batchFiles(ReadableStream.from(files)));
  assert.deepEqual(batches.flat(), files);
  return batches.map(({ length }) => length);
}

Deno.test("a batch is full at its limit of files", async () => {
  assert.deepEqual(await batchesOf([]), []);
  assert.deepEqual(await batchesOf(Array(MAX_BATCH_FILES).fill(1)), [MAX_BATCH_FILES]);
  assert.deepEqual(await batchesOf(Array(MAX_BATCH_FILES + 1).fill(1)), [MAX_BATCH_FILES, 1]);
});

Deno.test("a batch is full at its limit of bytes, and a larger file has one of its own", async () => {
  const half = MAX_BATCH_BYTES / 2;
  assert.deepEqual(await batchesOf([half, half, 1]), [2, 1]);
  assert.deepEqual(await batchesOf([half, half + 1]), [1, 1]);
  assert.deepEqual(await batchesOf([1, MAX_BATCH_BYTES + 1, 1]), [1, 1, 1]);
});
