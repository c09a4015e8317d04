// Writes a file so that it is there whole or not at all, also after a loss of power.

import { dirname } from "node:path";

const MAX_MOVES = 5;

export type DurableWrite = {
  /** Where the file grows before it gets its name: on the same disk. */
  readonly partPath: string;
  /** The folder that is there already; folders between it and the file are made. */
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
};

/** Puts the bytes at `path`: write aside, flush, rename, flush the folders. */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  { partPath, root, signal }: DurableWrite,
): Promise<void> {
  try {
    await writeAndFlush(partPath, bytes);
    signal?.throwIfAborted();
    const folders = foldersBetween(root, path);
    await moveInto(folders, partPath, path);
    for (const folder of [root, ...folders].reverse()) await flushFolder(folder);
  } catch (error) {
    await removeIfThere(partPath);
    throw error;
  }
}

/** Deletes a file; that it is not there is no error. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function writeAndFlush(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { createNew: true, write: true, mode: 0o600 });
  let written = 0;
  while (written < bytes.length) written += await file.write(bytes.subarray(written));
  await file.sync();
}

/** A folder found empty may be removed just before the file arrives in it: it is made again. */
async function moveInto(folders: readonly string[], partPath: string, path: string): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      for (const folder of folders) await makeFolder(folder);
      return await Deno.rename(partPath, path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound) || tries === MAX_MOVES) throw error;
    }
  }
}

function foldersBetween(root: string, path: string): string[] {
  const folder = dirname(path);
  return folder === root ? [] : [...foldersBetween(root, folder), folder];
}

/** One level only: a root that has gone must not come back empty. */
async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

async function flushFolder(path: string): Promise<void> {
  using folder = await Deno.open(path);
  await folder.sync();
}
