// Finds rows of files whose object is gone, and tells of them. The rows stay: their downloads
// answer `expired`, and go on should the object come back with its disk or its bucket.

import type { House } from "./house.ts";
import type { LiveFile } from "./housekeeping_store.ts";

const PAGE = 1_000;
/** Most files held against the store in one cleaning. */
const MAX_FILES = 100_000;
/** Most files that a line of the log names. */
const MAX_NAMED = 20;

/** Answers how many there are. */
export async function findLostFiles(
  house: House,
  signal: AbortSignal,
): Promise<number> {
  // The rows first: their objects were stored before them, so all are listed afterwards.
  const unseen = await readLiveFiles(house, signal);
  if (unseen.size === 0) return 0;
  for await (const { key } of house.objects.list("files/", signal)) unseen.delete(key);
  const lost = await stillLive(house, unseen, signal);
  if (lost.length > 0) {
    const fileIds = lost.slice(0, MAX_NAMED).map(({ fileId }) => fileId);
    house.log.warn("The objects of files are gone", { count: lost.length, fileIds });
  }
  return lost.length;
}

async function readLiveFiles(
  { store }: House,
  signal: AbortSignal,
): Promise<Map<string, LiveFile>> {
  const files = new Map<string, LiveFile>();
  let after: string | undefined;
  while (files.size < MAX_FILES) {
    signal.throwIfAborted();
    const page = await store.liveFiles(after, PAGE);
    for (const file of page) files.set(file.objectKey, file);
    after = page.at(-1)?.fileId;
    if (page.length < PAGE) break;
  }
  return files;
}

/** Without those that were replaced or ended while the store was listed. */
async function stillLive(
  { store }: House,
  unseen: ReadonlyMap<string, LiveFile>,
  signal: AbortSignal,
): Promise<LiveFile[]> {
  const lost: LiveFile[] = [];
  const files = [...unseen.values()];
  for (let start = 0; start < files.length; start += PAGE) {
    signal.throwIfAborted();
    const page = files.slice(start, start + PAGE);
    const live = await store.liveObjectKeys(page.map(({ objectKey }) => objectKey));
    lost.push(...page.filter(({ objectKey }) => live.has(objectKey)));
  }
  return lost;
}
