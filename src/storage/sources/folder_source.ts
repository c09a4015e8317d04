// Songs in a folder. Nothing outside its real path is read: links are refused, and a file that was
// exchanged for a link between list and read is told by its inode.

import { basename, dirname, join } from "node:path";
import { AppError } from "../../errors.ts";
import { FileRefusal } from "../../songs/import/refusal.ts";
import {
  isMidiPath,
  type SongSource,
  type SourceFile,
  type SourceReadOptions,
} from "../../songs/import/song_source.ts";
import { readAtMost } from "./read_at_most.ts";

export const MAX_FOLDER_DEPTH = 64;

/**
 * Opens a folder, or a single file as a folder that holds nothing else.
 * @throws {AppError} `not_found` when there is neither.
 */
export async function openFolderSource(path: string): Promise<SongSource> {
  const { root, only } = await findRoot(path);
  const list = (withSizes: boolean, signal?: AbortSignal) =>
    only === undefined
      ? walk({ root, withSizes, signal }, "", 0)
      : single({ root, withSizes, signal }, only);
  return {
    list: (signal) => list(true, signal),
    async count(signal) {
      let count = 0;
      for await (const _file of list(false, signal)) count++;
      return count;
    },
    async has(path) {
      return only === undefined && await statOf(join(root, path)) !== undefined;
    },
    read: (path, options) => readInside(root, path, options),
    async [Symbol.asyncDispose]() {},
  };
}

async function findRoot(path: string): Promise<{ readonly root: string; readonly only?: string }> {
  try {
    const real = await Deno.realPath(path);
    const { isDirectory, isFile } = await Deno.stat(real);
    if (isDirectory) return { root: real };
    if (isFile) return { root: dirname(real), only: basename(real) };
  } catch (cause) {
    throw new AppError("not_found", `Cannot open "${path}"`, { cause });
  }
  throw new AppError("not_found", `"${path}" is neither a file nor a folder`);
}

type Walk = {
  readonly root: string;
  readonly withSizes: boolean;
  readonly signal: AbortSignal | undefined;
};

type Entry = Pick<Deno.DirEntry, "name" | "isDirectory" | "isSymlink">;

/** One folder at a time in order of names, so that no more than the names of some folders are held. */
async function* walk(options: Walk, folder: string, depth: number): AsyncGenerator<SourceFile> {
  options.signal?.throwIfAborted();
  const names = depth > MAX_FOLDER_DEPTH
    ? refuse(folder, `It lies over ${MAX_FOLDER_DEPTH} folders deep`)
    : await readNames(join(options.root, folder), folder);
  if (!Array.isArray(names)) return yield names;
  for (const each of names) {
    const path = folder === "" ? each.name : `${folder}/${each.name}`;
    if (each.isDirectory) yield* walk(options, path, depth + 1);
    else yield* entry(options, folder, each);
  }
}

async function* entry(
  { root, withSizes }: Walk,
  folder: string,
  { name, isSymlink }: Entry,
): AsyncGenerator<SourceFile> {
  const path = folder === "" ? name : `${folder}/${name}`;
  if (isSymlink) return yield { path, sizeBytes: 0, refusal: LINK };
  if (!isMidiPath(path)) return;
  if (!withSizes) return yield { path, sizeBytes: 0 };
  const found = await statOf(join(root, path));
  yield found ? { path, sizeBytes: found.size } : refuse(path, reasonFor(path, GONE));
}

/** Somebody has asked for this file by name: that it is passed over has to be said. */
async function* single(options: Walk, name: string): AsyncGenerator<SourceFile> {
  if (!isMidiPath(name)) return yield { path: name, sizeBytes: 0, refusal: OTHER_NAME };
  yield* entry(options, "", { name, isDirectory: false, isSymlink: false });
}

const OTHER_NAME = {
  code: "invalid_midi",
  reason: "Its name is not that of a MIDI file: .mid, .midi, .kar or .rmi",
} as const;
const LINK = { code: "link", reason: "It is a symbolic link, and links are not followed" } as const;
const GONE = "It is gone, or no plain file";

/** Names of old systems come with their foreign letters replaced, and so lead nowhere. */
function reasonFor(path: string, reason: string): string {
  return path.includes("\ufffd") ? "Its name is not UTF-8: rename it" : reason;
}

function refuse(path: string, reason: string): SourceFile {
  return { path, sizeBytes: 0, refusal: { code: "unreadable", reason } };
}

async function readNames(path: string, folder: string): Promise<Entry[] | SourceFile> {
  try {
    const names = await Array.fromAsync(Deno.readDir(path));
    return names.sort((left, right) => left.name < right.name ? -1 : 1);
  } catch (cause) {
    if (folder !== "") return refuse(folder, reasonFor(folder, "The folder cannot be read"));
    throw new AppError("not_found", "The folder cannot be read", { cause });
  }
}

/** Of a plain file that is there and no link. */
async function statOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    const found = await Deno.lstat(path);
    return found.isFile ? found : undefined;
  } catch {
    return undefined;
  }
}

async function readInside(
  root: string,
  path: string,
  { maxBytes, signal }: SourceReadOptions,
): Promise<Uint8Array> {
  const full = join(root, path);
  const listed = await statOf(full);
  if (!listed || !full.startsWith(join(root, "/"))) throw new FileRefusal("unreadable", GONE);
  using file = await openFile(full);
  const [opened, real] = [await file.stat(), await Deno.realPath(full).catch(() => "")];
  if (opened.ino !== listed.ino || opened.dev !== listed.dev || real !== full) {
    throw new FileRefusal("link", "It was exchanged while it was read");
  }
  const read = (chunk: Uint8Array) => file.read(chunk).catch(unreadable);
  return await readAtMost(read, { maxBytes, sizeBytes: opened.size, signal });
}

async function openFile(path: string): Promise<Deno.FsFile> {
  return await Deno.open(path).catch(unreadable);
}

function unreadable(cause: unknown): never {
  const kind = cause instanceof Error ? cause.name : "unknown";
  throw new FileRefusal("unreadable", `It cannot be read: ${kind}`, { cause });
}
