// The ObjectStore in a folder. An object is a file named after its key; what is being written is
// kept aside in a folder that no key can name.

import { join, relative } from "node:path";
import { AppError } from "../../errors.ts";
import type { ByteRange, ObjectInfo, ObjectStore } from "../../jobs/object_store.ts";
import { removeEmptyFolders, removeOldParts } from "./clear_folder.ts";
import { streamFile } from "./file_stream.ts";
import { assertObjectKey, isObjectKey } from "./object_key.ts";
import { objectNotFound, rangeNotSatisfiable, storageUnavailable } from "./storage_error.ts";
import { removeIfThere, writeDurably } from "./write_durably.ts";

const PART_FOLDER = ".parts";
/** A file that has been growing for longer belongs to a process that is gone. */
const MAX_PART_AGE_MS = 60 * 60 * 1000;

/** Opens the store in `root`, creating it if need be, and clears what a crash left half written. */
export async function openFileObjectStore(root: string): Promise<ObjectStore> {
  const parts = join(root, PART_FOLDER);
  await guard(async () => {
    await Deno.mkdir(parts, { recursive: true, mode: 0o700 });
    await removeOldParts(parts, new Date(Date.now() - MAX_PART_AGE_MS));
  });
  const put = (path: string, bytes: Uint8Array, signal?: AbortSignal) => {
    const partPath = join(parts, `${crypto.randomUUID()}.part`);
    return guard(() => writeDurably(path, bytes, { partPath, root, signal }), signal);
  };
  return {
    async put(key, bytes, { signal }) {
      assertObjectKey(key);
      signal?.throwIfAborted();
      await put(join(root, key), bytes, signal);
    },
    get: (key, options = {}) => guard(() => openObject(root, key, options), options.signal),
    async delete(key, signal) {
      signal?.throwIfAborted();
      if (isObjectKey(key)) await guard(() => removeIfThere(join(root, key)));
    },
    list: (prefix, signal) => listObjects(root, prefix, signal),
    clearUnfinished(before, signal) {
      return guard(async () => {
        signal?.throwIfAborted();
        const removed = await removeOldParts(parts, before);
        await removeEmptyFolders(root, before);
        return removed;
      }, signal);
    },
    async check(signal) {
      signal.throwIfAborted();
      const probe = join(parts, `${crypto.randomUUID()}.probe`);
      await put(probe, new Uint8Array(1), signal);
      await guard(() => removeIfThere(probe));
    },
  };
}

async function openObject(
  root: string,
  key: string,
  { range, signal }: { range?: ByteRange; signal?: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  signal?.throwIfAborted();
  const file = await openFile(root, key);
  try {
    const { size, isFile } = await file.stat();
    if (!isFile) throw objectNotFound(key);
    if (range && range.first >= size) throw rangeNotSatisfiable(key);
    if (range) await file.seek(range.first, Deno.SeekMode.Start);
    const end = range ? Math.min(range.last + 1, size) : size;
    signal?.throwIfAborted();
    return streamFile(file, { sizeBytes: end - (range?.first ?? 0), signal });
  } catch (error) {
    file.close();
    throw error;
  }
}

async function openFile(root: string, key: string): Promise<Deno.FsFile> {
  if (!isObjectKey(key)) throw objectNotFound(key);
  try {
    return await Deno.open(join(root, key));
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    // In a folder that is gone too, absence says nothing about the object.
    if (isAbsent && await isThere(root)) throw objectNotFound(key, error);
    throw error;
  }
}

async function* listObjects(
  root: string,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<ObjectInfo> {
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const { name, isDirectory } of await guard(() => readFolder(root, folder!))) {
      signal?.throwIfAborted();
      const path = join(folder, name);
      const key = relative(root, path);
      if (isDirectory && canHold(`${key}/`, prefix)) pending.push(path);
      const info = !isDirectory && key.startsWith(prefix) && await readInfo(path);
      if (info) yield { key, sizeBytes: info.size, modifiedAt: info.mtime ?? new Date(0) };
    }
  }
}

function canHold(folderKey: string, prefix: string): boolean {
  const isPart = folderKey === `${PART_FOLDER}/`;
  return !isPart && (folderKey.startsWith(prefix) || prefix.startsWith(folderKey));
}

async function readFolder(root: string, folder: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && folder !== root) return [];
    throw error;
  }
}

/** Undefined when it was deleted meanwhile. */
async function readInfo(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await readInfo(path) !== undefined;
}

/** Whatever fails beside an abort is the operating system's refusal. */
async function guard<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof AppError) throw error;
    throw storageUnavailable("The folder of the files cannot be used", error);
  }
}
