// The lock that keeps a second process away from a data directory. It is the operating system's,
// so it is free again the moment its process is gone, however that ended.

import { join } from "node:path";

const LOCK_FILE = "orpheus.lock";

/**
 * Creates the data directory if need be and locks it before anything in it is touched.
 *
 * @throws {Error} at once when another process holds the lock.
 */
export async function lockDataDir(dataDir: string): Promise<Disposable> {
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = await Deno.open(join(dataDir, LOCK_FILE), { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
  throw new Error("The data directory is in use by another Orpheus process");
}
