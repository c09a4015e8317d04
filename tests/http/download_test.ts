import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import type { StoredFile } from "../../src/jobs/job_store.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { newFile } from "../support/new_job.ts";

const BYTES = Uint8Array.from({ length: 100 }, (_, index) => index);
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

async function worldWithFile(changes: Partial<StoredFile> = {}) {
  const world = createHttpWorld();
  const file: StoredFile = {
    ...newFile("mp3"),
    jobId: UNKNOWN,
    sizeBytes: BYTES.length,
    expiresAt: new Date(Date.now() + 60_000),
    ...changes,
  };
  world.jobs.files.set(file.fileId, file);
  await world.objectStore.put(file.objectKey, BYTES);
  const path = `/api/download/${file.fileId}`;
  return {
    ...world,
    tag: `"${file.sha256}"`,
    file,
    path,
    ask: (headers: Record<string, string> = {}) => world.get(path, headers),
    /** Status, Content-Range and how many bytes, of which the first. */
    async range(range: string) {
      const response = await world.get(path, { Range: range });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return [response.status, response.headers.get("Content-Range"), bytes.length, bytes[0]];
    },
  };
}

Deno.test("a download is the file's bytes with what a client needs to keep them", async () => {
  const { ask, file, tag } = await worldWithFile({ fileName: "Grillo + Again.mp3" });
  const response = await ask();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), file.mediaType);
  assert.equal(response.headers.get("Content-Length"), "100");
  assert.equal(response.headers.get("Accept-Ranges"), "bytes");
  assert.equal(response.headers.get("ETag"), tag);
  assert.equal(response.headers.get("Cache-Control"), "private, no-cache");
  assert.equal(response.headers.get("Content-Encoding"), null);
  assert.equal(
    response.headers.get("Content-Disposition"),
    "attachment; filename=\"Grillo + Again.mp3\"; filename*=UTF-8''Grillo%20%2B%20Again.mp3",
  );
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), BYTES);
});

Deno.test("HEAD has GET's headers and opens no object", async () => {
  const { ask, file, objectStore, path, send } = await worldWithFile();
  const got = await ask();
  await got.body?.cancel();
  await objectStore.delete(file.objectKey);
  const head = await send("HEAD", path);
  assert.equal(head.status, 200);
  assert.equal(head.body, null);
  const rest = ({ headers }: Response) => [...headers].filter(([name]) => name !== "x-request-id");
  assert.deepEqual(rest(head), rest(got));
});

Deno.test("HEAD does not look at Range", async () => {
  const { path, send } = await worldWithFile();
  const head = await send("HEAD", path, { headers: { Range: "bytes=0-1" } });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get("Content-Length"), "100");
  assert.equal(head.headers.get("Content-Range"), null);
});

Deno.test("one range gives exactly its bytes", async () => {
  const { range } = await worldWithFile();
  assert.deepEqual(await range("bytes=0-0"), [206, "bytes 0-0/100", 1, 0]);
  assert.deepEqual(await range("bytes=10-19"), [206, "bytes 10-19/100", 10, 10]);
  assert.deepEqual(await range("bytes=90-"), [206, "bytes 90-99/100", 10, 90]);
  assert.deepEqual(await range("bytes=-5"), [206, "bytes 95-99/100", 5, 95]);
  assert.deepEqual(await range("BYTES=99-"), [206, "bytes 99-99/100", 1, 99]);
});

Deno.test("a range past the end is cut to what there is", async () => {
  const { range } = await worldWithFile();
  assert.deepEqual(await range("bytes=95-200"), [206, "bytes 95-99/100", 5, 95]);
  assert.deepEqual(await range("bytes=-500"), [206, "bytes 0-99/100", 100, 0]);
  const huge = `bytes=1-${"9".repeat(400)}`;
  assert.deepEqual(await range(huge), [206, "bytes 1-99/100", 99, 1]);
});

Deno.test("the length of a part is told", async () => {
  const { ask, tag } = await worldWithFile();
  const response = await ask({ Range: "bytes=10-19" });
  assert.equal(response.headers.get("Content-Length"), "10");
  assert.equal(response.headers.get("ETag"), tag);
  assert.ok(response.headers.get("Content-Disposition"));
  await response.body?.cancel();
});

Deno.test("a range that starts past the end is 416 with the size", async () => {
  const { ask } = await worldWithFile();
  const refused = async (range: string) => {
    const response = await ask({ Range: range });
    await problemIn(response, 416, "range_not_satisfiable");
    return response.headers.get("Content-Range");
  };
  assert.equal(await refused("bytes=100-"), "bytes */100");
  assert.equal(await refused("bytes=100-200"), "bytes */100");
  assert.equal(await refused("bytes=-0"), "bytes */100");
  assert.equal(await refused(`bytes=${"9".repeat(400)}-`), "bytes */100");
});

Deno.test("malformed ranges, other units and many ranges give the whole file", async () => {
  const { range } = await worldWithFile();
  const whole = [200, null, 100, 0];
  assert.deepEqual(await range("bytes=20-10"), whole);
  assert.deepEqual(await range("bytes=-"), whole);
  assert.deepEqual(await range("bytes=a-b"), whole);
  assert.deepEqual(await range("bytes"), whole);
  assert.deepEqual(await range("bytes=1.5-2"), whole);
  assert.deepEqual(await range("seconds=0-1"), whole);
  assert.deepEqual(await range("bytes=0-1,3-4"), whole);
  assert.deepEqual(await range("bytes=0-99," + "0-99,".repeat(1000)), whole);
});

Deno.test("a client that has the file gets 304", async () => {
  const { ask, tag } = await worldWithFile();
  const response = await ask({ "If-None-Match": `W/"x", ${tag}`, Range: "bytes=0-1" });
  assert.equal(response.status, 304);
  assert.equal(response.body, null);
  assert.equal(response.headers.get("ETag"), tag);
  assert.equal((await ask({ "If-None-Match": "*" })).status, 304);
  const other = await ask({ "If-None-Match": '"x"' });
  assert.equal(other.status, 200);
  await other.body?.cancel();
});

Deno.test("If-Match holds for the file's own strong tag alone", async () => {
  const { ask, tag } = await worldWithFile();
  const statusOf = async (ifMatch: string) => {
    const response = await ask({ "If-Match": ifMatch });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await statusOf(tag), 200);
  assert.equal(await statusOf(`"x", ${tag}`), 200);
  assert.equal(await statusOf("*"), 200);
  await problemIn(await ask({ "If-Match": '"x"' }), 412, "precondition_failed");
  await problemIn(await ask({ "If-Match": `W/${tag}` }), 412, "precondition_failed");
  await problemIn(
    await ask({ "If-Match": '"x"', "If-None-Match": tag }),
    412,
    "precondition_failed",
  );
});

Deno.test("a range counts only while If-Range names the file as it is", async () => {
  const { ask, tag } = await worldWithFile();
  const statusOf = async (ifRange: string) => {
    const response = await ask({ Range: "bytes=0-1", "If-Range": ifRange });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await statusOf(tag), 206);
  assert.equal(await statusOf('"stale"'), 200);
  assert.equal(await statusOf(`W/${tag}`), 200);
  assert.equal(await statusOf("*"), 200);
  assert.equal(await statusOf("Wed, 21 Oct 2026 07:28:00 GMT"), 200);
  const pastEnd = await ask({ Range: "bytes=500-", "If-Range": '"stale"' });
  assert.equal(pastEnd.status, 200);
  await pastEnd.body?.cancel();
});

Deno.test("an expired file is 410", async () => {
  const { ask } = await worldWithFile({ expiresAt: new Date(Date.now() - 1) });
  await problemIn(await ask(), 410, "expired");
});

Deno.test("a file whose object has just been cleaned away is 410", async () => {
  const { ask, file, objectStore } = await worldWithFile();
  await objectStore.delete(file.objectKey);
  await problemIn(await ask(), 410, "expired");
  await problemIn(await ask({ Range: "bytes=0-1" }), 410, "expired");
});

Deno.test("an object store that fails is 503, and says nothing of itself", async () => {
  const { ask, lines, objectStore } = await worldWithFile();
  const cause = new Error("connect ECONNREFUSED 10.1.2.3:9000");
  objectStore.get = () =>
    Promise.reject(new AppError("storage_unavailable", "The files cannot be read", { cause }));
  const response = await ask();
  const problem = await problemIn(response, 503, "storage_unavailable");
  assert.ok(!JSON.stringify(problem).includes("10.1.2.3"));
  assert.ok(response.headers.get("Retry-After"));
  assert.ok(lines.some(({ level, cause }) => level === "warn" && `${cause}`.includes("10.1.2.3")));
});

Deno.test("an unknown or malformed file id is 404", async () => {
  const { get } = createHttpWorld();
  await problemIn(await get(`/api/download/${UNKNOWN}`), 404, "not_found");
  await problemIn(await get("/api/download/..%2f..%2fetc%2fpasswd"), 404, "not_found");
  await problemIn(await get("/api/download/song.mp3"), 404, "not_found");
});

Deno.test("a download is streamed, and a client that goes away ends the reading", async () => {
  const { ask, objectStore } = await worldWithFile({ sizeBytes: 1_000_000 });
  let given = 0;
  let isCancelled = false;
  objectStore.get = () =>
    Promise.resolve(
      new ReadableStream<Uint8Array>({
        pull(controller) {
          given++;
          controller.enqueue(new Uint8Array(1000));
        },
        cancel: () => void (isCancelled = true),
      }, { highWaterMark: 0 }),
    );
  const response = await ask();
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(isCancelled);
  assert.ok(given < 10);
});
