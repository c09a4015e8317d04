import assert from "node:assert/strict";
import { removeOldPreviews } from "../../src/jobs/remove_old_previews.ts";
import { MemoryObjectStore } from "../support/memory_object_store.ts";

const SONG = "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01";
const signal = new AbortController().signal;
const log = { info: () => {}, warn: () => {} };

async function storeWith(...keys: string[]): Promise<MemoryObjectStore> {
  const objects = new MemoryObjectStore();
  for (const key of keys) await objects.put(key, new Uint8Array(1));
  return objects;
}

Deno.test("previews made before a time go, of whatever version, and nothing else", async () => {
  const others = [`songs/${SONG}.mid`, `thumbnails/${SONG}.svg`, "previews/mine.mp3"];
  const objects = await storeWith(
    `thumbnails/${SONG}-v1.svg`,
    `thumbnails/${SONG}-v12.svg`,
    `previews/${SONG}-v1.mp3`,
    ...others,
  );
  assert.equal(await removeOldPreviews({ objects, log }, new Date(1), signal), 3);
  assert.deepEqual([...objects.objects.keys()], others);
});

Deno.test("a preview made at that time or later stays", async () => {
  const objects = await storeWith(`previews/${SONG}-v1.mp3`);
  assert.equal(await removeOldPreviews({ objects, log }, new Date(0), signal), 0);
  assert.equal(objects.objects.size, 1);
});
