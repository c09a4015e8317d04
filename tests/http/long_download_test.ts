// A download that has begun ends well though its file expires meanwhile, over real connections.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { ObjectStore } from "../../src/jobs/object_store.ts";
import { openNodeListener } from "../../src/listener/node_listener.ts";
import { openFileObjectStore } from "../../src/storage/objects/file_object_store.ts";
import { createS3ObjectStore } from "../../src/storage/objects/s3_object_store.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { ListenerWorld } from "../support/listener_world.ts";
import { newFile } from "../support/new_job.ts";
import { startS3Server } from "../support/s3_server.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

/** More than all buffers on the way hold. */
const SIZE_BYTES = 32 * 1024 * 1024;

function content(): Uint8Array<ArrayBuffer> {
  const numbers = Uint32Array.from({ length: SIZE_BYTES / 4 }, (_, index) => index);
  return new Uint8Array(numbers.buffer);
}

async function endsWell(objectStore: ObjectStore): Promise<void> {
  const { app, jobs } = createHttpWorld({ objectStore });
  await using listening = await ListenerWorld.open(openNodeListener, { fetch: app.fetch });
  const file = { ...newFile("mp3"), jobId: "one", sizeBytes: SIZE_BYTES };
  const bytes = content();
  await objectStore.put(file.objectKey, bytes, { mediaType: file.mediaType });
  jobs.files.set(file.fileId, { ...file, expiresAt: new Date(Date.now() + 60_000) });
  const url = `${listening.url}/api/download/${file.fileId}`;
  const begun = await fetch(url);
  const reader = begun.body!.getReader();
  const chunks = [(await reader.read()).value!];

  jobs.files.set(file.fileId, { ...file, expiresAt: new Date(0) });
  await objectStore.delete(file.objectKey);
  await problemIn(await fetch(url), 410, "expired");
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
  }
  assert.ok(Buffer.from(await new Blob(chunks).arrayBuffer()).equals(bytes));
  assert.deepEqual(listening.errors, []);
}

Deno.test("a download from a folder ends well though its file expires meanwhile", async () => {
  await using folder = await temporaryFolder();
  await endsWell(await openFileObjectStore(folder.path));
});

Deno.test("a download from a bucket ends well though its file expires meanwhile", async () => {
  await using server = await startS3Server();
  using store = createS3ObjectStore(server.options);
  await endsWell(store);
});
