// A new embedded database takes seconds to build and 30 ms to copy, so one is kept between runs.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { openEmbeddedPostgres } from "../../src/storage/embedded/embedded_postgres.ts";

/** Puts a new, empty embedded database at `folder`. */
export async function copyEmbeddedTemplate(folder: string): Promise<void> {
  const template = join(tmpdir(), `orpheus-embedded-${await versionHash()}`);
  if (!await isFolder(template)) await build(template);
  await cp(template, folder, { recursive: true });
}

/** The package's address has its version in it. */
async function versionHash(): Promise<string> {
  const address = new TextEncoder().encode(import.meta.resolve("@electric-sql/pglite"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", address)).toHex().slice(0, 16);
}

async function build(template: string): Promise<void> {
  const part = await Deno.makeTempDir({ prefix: "orpheus-embedded-" });
  const embedded = await openEmbeddedPostgres(join(part, "postgres"));
  await embedded[Symbol.asyncDispose]();
  await Deno.rename(join(part, "postgres"), template).catch((error) => {
    // Another run may have been first: then its template is as good.
    if (!(error instanceof Error) || !/not empty|exists/i.test(error.message)) throw error;
  });
  await Deno.remove(part, { recursive: true });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}
