// The object store beside the rows: no row without its object, no object without a row once
// housekeeping has been there, and no file that is only half there.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { cleanFiles } from "../../src/jobs/housekeeping.ts";
import type { ObjectStore } from "../../src/jobs/object_store.ts";
import { readObject } from "../../src/songs/read_object.ts";
import { openFileObjectStore } from "../../src/storage/objects/file_object_store.ts";
import { createHousekeepingStore } from "../../src/storage/postgres/housekeeping_store.ts";
import type { Evidence, Verdict } from "./assert_nothing_lost.ts";

const HOUR_MS = 3_600_000;
const MAX_BYTES = 1 << 22;

type FileState = {
  readonly object_key: string;
  readonly sha256: string;
  readonly is_deleted: boolean;
};

type Cleaned = { readonly orphans: number; readonly unfinished: number; readonly lost: number };

export async function assertObjectsKept(evidence: Evidence): Promise<Verdict> {
  const { database, objectsFolder } = evidence;
  const objects = await openFileObjectStore(objectsFolder);
  const files = await database.query((sql) =>
    sql<FileState[]>`
      select object_key, sha256, deleted_at is not null as is_deleted from files`
  );
  const live = files.filter((file) => !file.is_deleted);
  const expired = evidence.accounts.flatMap((account) => account.expired).length;
  assert.equal(expired, evidence.expiredFiles ?? 0);
  assert.equal(files.length - live.length, expired, "what is deleted is told to be so");
  for (const { object_key, sha256 } of live) {
    assert.equal(await hashOf(objects, object_key), sha256, object_key);
  }
  const cleaned = await cleanAnHourLater(evidence, objects);
  assert.equal(cleaned.lost, 0);
  const keys = await Array.fromAsync(objects.list("files/"), ({ key }) => key);
  assert.deepEqual(keys.toSorted(), live.map((file) => file.object_key).toSorted());
  const parts = await Array.fromAsync(Deno.readDir(join(objectsFolder, ".parts")));
  assert.deepEqual(parts, [], "what a crash left half written is gone");
  return { orphans: cleaned.orphans, unfinished: cleaned.unfinished };
}

async function hashOf(objects: ObjectStore, key: string): Promise<string> {
  const { signal } = new AbortController();
  const bytes = await readObject(objects, key, { maxBytes: MAX_BYTES, signal });
  return createHash("sha256").update(bytes).digest("hex");
}

/** What it found, as it tells its log. */
async function cleanAnHourLater(evidence: Evidence, objects: ObjectStore): Promise<Cleaned> {
  let cleaned: Cleaned | undefined;
  await cleanFiles({
    store: createHousekeepingStore(evidence.database, { jobRetentionDays: 7 }),
    objects,
    log: { info: (_, fields) => cleaned = fields as Cleaned, warn: () => {} },
    now: () => new Date(Date.now() + 2 * HOUR_MS),
  }, new AbortController().signal);
  assert.ok(cleaned);
  return cleaned;
}
