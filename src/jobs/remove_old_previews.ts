// Removes the previews of songs after a while: whoever wants one has it made again. So what is kept
// stays bounded, and what is left of songs that were removed goes too.

import { deleteObjects } from "./delete_objects.ts";
import type { House } from "./house.ts";

const BATCH = 500;
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** Only what bears a name of ours is touched. */
const OURS: Readonly<Record<string, RegExp>> = {
  "thumbnails/": new RegExp(`^thumbnails/${UUID}-v\\d+\\.svg$`),
  "previews/": new RegExp(`^previews/${UUID}-v\\d+\\.mp3$`),
};

/** Answers how many were made before that time. */
export async function removeOldPreviews(
  house: Pick<House, "objects" | "log">,
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const [prefix, pattern] of Object.entries(OURS)) {
    let keys: string[] = [];
    for await (const { key, modifiedAt } of house.objects.list(prefix, signal)) {
      if (modifiedAt < before && pattern.test(key)) keys.push(key);
      if (keys.length < BATCH) continue;
      removed += await deleteObjects(house, keys, signal);
      keys = [];
    }
    removed += await deleteObjects(house, keys, signal);
  }
  return removed;
}
