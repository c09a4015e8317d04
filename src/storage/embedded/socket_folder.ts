// Where the embedded database listens: a Unix socket in a folder that only this user may enter.

import { join, resolve } from "node:path";
import { isThere } from "./is_there.ts";

/** The name that PostgreSQL clients look for in a folder given as host. */
export const SOCKET_FILE = ".s.PGSQL.5432";
/** `sun_path` of the smallest system has 104 bytes, with the final zero. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * The socket's folder beside a database, absolute, as clients take any other host for a name.
 * Undefined where its path is too long for a socket.
 */
export function socketFolderBeside(databaseFolder: string): string | undefined {
  const folder = resolve(`${databaseFolder}.socket`);
  const sizeBytes = new TextEncoder().encode(join(folder, SOCKET_FILE)).length;
  return sizeBytes <= MAX_SOCKET_PATH_BYTES ? folder : undefined;
}

/** Makes the socket's folder anew. The caller holds the lock, so what is there is of a crash. */
export async function makeSocketFolder(databaseFolder: string): Promise<string> {
  const folder = socketFolderBeside(databaseFolder);
  if (folder === undefined) return await Deno.makeTempDir({ dir: "/tmp", prefix: "orpheus-" });
  if (await isThere(folder)) await Deno.remove(folder, { recursive: true });
  await Deno.mkdir(folder, { mode: 0o700 });
  return folder;
}
