// Removes from a folder of objects what is none: files that a killed process left half written, and
// folders that have lost their last file.

import { join } from "node:path";
import { removeIfThere } from "./write_durably.ts";

/** Files of `parts` last written before; answers how many there were. */
export async function removeOldParts(parts: string, before: Date): Promise<number> {
  let removed = 0;
  for await (const { name } of Deno.readDir(parts)) {
    const path = join(parts, name);
    if (!(await isOlder(path, before))) continue;
    await removeIfThere(path);
    removed++;
  }
  return removed;
}

/** Empty folders in which objects were, but for those just made: somebody may be about to fill them. */
export async function removeEmptyFolders(folder: string, before: Date): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory || name.startsWith(".")) continue;
    const path = join(folder, name);
    await removeEmptyFolders(path, before);
    if (await isOlder(path, before)) await removeIfEmpty(path);
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  for await (const _entry of Deno.readDir(folder)) return;
  try {
    await Deno.remove(folder);
  } catch (error) {
    // Filled meanwhile, or removed by another process.
    const isFilled = error instanceof Error && "code" in error && error.code === "ENOTEMPTY";
    if (!isFilled && !(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function isOlder(path: string, before: Date): Promise<boolean> {
  try {
    const { mtime } = await Deno.stat(path);
    return mtime !== null && mtime < before;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
