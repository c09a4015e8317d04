import { join } from "node:path";
import type { Config } from "../config.ts";
import type { ObjectStore } from "../jobs/object_store.ts";
import { openFileObjectStore } from "../storage/objects/file_object_store.ts";
import { StorageRefusal } from "../storage/objects/storage_error.ts";

/** Files under `DATA_DIR`, or a bucket. The AWS SDK is loaded only for a bucket: it costs 40 MB. */
export async function openObjects(
  storage: Config["storage"],
  stack: AsyncDisposableStack,
): Promise<ObjectStore> {
  if (storage.s3 === undefined) return await openFileObjectStore(join(storage.dataDir, "objects"));
  const { createS3ObjectStore } = await import("../storage/objects/s3_object_store.ts");
  return stack.use(createS3ObjectStore(storage.s3));
}

/**
 * Resolves when objects can be kept.
 *
 * @throws {RangeError} that names the variable, never its value, when the bucket will never do.
 * @throws {AppError} `storage_unavailable` in an outage.
 */
export async function requireObjects(
  objects: Pick<ObjectStore, "check">,
  signal: AbortSignal,
): Promise<void> {
  try {
    await objects.check(signal);
  } catch (cause) {
    if (!(cause instanceof StorageRefusal)) throw cause;
    throw new RangeError("Cannot start as the bucket of S3_BUCKET cannot be used", { cause });
  }
}
