// An export into a folder of its own.

import { dirname, join } from "node:path";
import { AppError } from "../../errors.ts";
import type { ExportTarget } from "../../songs/export/export_target.ts";

const MANIFEST = "manifest.jsonl";
/** What is not finished: no import looks at it. */
const PART = ".part";

/**
 * Opens a folder for an export, making it if need be; what an export that broke off has left there
 * is used again.
 * @throws {AppError} `invalid_request` when the folder holds an export already.
 */
export async function openFolderTarget(folder: string): Promise<ExportTarget & Disposable> {
  await Deno.mkdir(folder, { recursive: true });
  const manifest = join(folder, MANIFEST);
  if (await isThere(manifest)) {
    throw new AppError("invalid_request", `"${folder}" holds an export: choose another folder`);
  }
  const lines = await Deno.open(manifest + PART, { create: true, write: true, truncate: true });
  return {
    has: (path) => isThere(join(folder, path)),
    write: (path, bytes) => writeWhole(join(folder, path), bytes),
    addLine: (line) => writeAll(lines, new TextEncoder().encode(`${line}\n`)),
    async finish() {
      await lines.sync();
      await Deno.rename(manifest + PART, manifest);
    },
    [Symbol.dispose]: () => lines.close(),
  };
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(path + PART, bytes);
  await Deno.rename(path + PART, path);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
