import assert from "node:assert/strict";
import { MP3, storeOutput } from "../../src/jobs/store_output.ts";
import { MemoryObjectStore } from "../support/memory_object_store.ts";
import { sampleJob } from "../support/sample_job.ts";
import { silentMp3 } from "../support/silent_mp3.ts";

async function nameOf(title: string): Promise<string> {
  const songs = sampleJob().songs.map((song) => ({ ...song, title }));
  const job = sampleJob({ songs });
  const run = {
    claimed: { job, fence: { jobId: job.jobId, attempt: 1, workerId: "worker" } },
    objects: new MemoryObjectStore(),
    newId: () => "file",
    signal: new AbortController().signal,
  };
  return (await storeOutput(run as never, MP3, silentMp3(1))).fileName;
}

Deno.test("a file has the names of its songs, as many characters of them as fit", async () => {
  assert.equal(await nameOf("A"), "A + A + A.mp3");
  assert.equal(await nameOf("é".repeat(200)), `${"é".repeat(120)}.mp3`);
});

Deno.test("a name too long is cut between characters, never within one", async () => {
  assert.equal(await nameOf(`a${"😀".repeat(130)}`), `a${"😀".repeat(119)}.mp3`);
});
