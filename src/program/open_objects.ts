import { join } from "node:path";
import type { Config } from "../config.ts";
import type { ObjectStore } from "../jobs/object_store.ts";
import { openFileObjectStore } from "../storage/objects/file_object_store.ts";

/** Files under `DATA_DIR`, or a bucket. The AWS SDK is loaded only for a bucket: it costs 40 MB. */
export async function openObjects(
  storage: Config["storage"],
  stack: AsyncDisposableStack,
): Promise<ObjectStore> {
  if (storage.s3 === undefined) return await openFileObjectStore(join(storage.dataDir, "objects"));
  const { createS3ObjectStore } = await import("../storage/objects/s3_object_store.ts");
  return stack.use(createS3ObjectStore(storage.s3));
}
