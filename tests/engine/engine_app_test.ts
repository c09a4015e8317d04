import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { createEngineApp } from "../../src/engine/engine_app.ts";
import type { TaskReport } from "../../src/engine/engine_message.ts";
import { MAX_REQUEST_BYTES } from "../../src/engine/request_task.ts";
import { convertBody, generateBody, post } from "../support/engine_request.ts";

type Run = (signal: AbortSignal) => AsyncIterable<TaskReport>;

const idle: Run = () => {
  throw new TypeError("The pool must not be asked");
};

/** An engine whose tasks do what `run` does. */
function engine(run: Run = idle, apiKey?: string) {
  const pool = {
    async *run(_task: unknown, signal: AbortSignal) {
      yield* run(signal);
    },
  };
  return createEngineApp({ pool, apiKey });
}

async function problem(response: Response | Promise<Response>): Promise<[number, string]> {
  const { status, headers } = await response;
  assert.equal(headers.get("content-type"), "application/json");
  const { code, message } = await (await response).json();
  assert.equal(typeof message, "string");
  return [status, code];
}

const progress: TaskReport = { type: "progress", progress: 0.1, message: "Song 1" };

Deno.test("engine tells that it is healthy", async () => {
  const response = await engine().request("/health");
  assert.deepEqual([response.status, await response.json()], [200, { status: "pass" }]);
});

Deno.test("engine refuses a caller without its key, with another, or with a part of it", async () => {
  const app = engine(idle, "the key");
  const asked = (authorization: string) =>
    problem(app.fetch(post("/generate", generateBody(), { authorization })));
  assert.deepEqual(await problem(app.request("/health")), [401, "unauthorized"]);
  assert.deepEqual(await asked("Bearer another"), [401, "unauthorized"]);
  assert.deepEqual(await asked("Bearer the ke"), [401, "unauthorized"]);
  assert.deepEqual(await asked("the key"), [401, "unauthorized"]);
});

Deno.test("engine serves a caller with its key", async () => {
  const headers = { authorization: "Bearer the key" };
  const response = await engine(idle, "the key").request("/health", { headers });
  assert.equal(response.status, 200);
  await response.body?.cancel();
});

Deno.test("engine refuses a body that is not JSON", async () => {
  assert.deepEqual(await problem(engine().fetch(post("/generate", "{"))), [400, "invalid_json"]);
});

Deno.test("engine refuses another media type and an encoded body", async () => {
  const asked = (headers: Record<string, string>) =>
    problem(engine().fetch(post("/generate", generateBody(), headers)));
  assert.deepEqual(await asked({ "content-type": "text/plain" }), [415, "unsupported_media_type"]);
  assert.deepEqual(await asked({ "content-encoding": "gzip" }), [415, "unsupported_media_type"]);
});

Deno.test("engine refuses a body that does not fit its schema and names the field", async () => {
  const body = { ...generateBody(), options: { ...generateBody().options, temperature: 3 } };
  const response = await engine().fetch(post("/generate", body));
  assert.equal(response.status, 422);
  const { code, message } = await response.json();
  assert.equal(code, "invalid_request");
  assert.match(message, /options\.temperature/);
});

Deno.test("engine refuses a song that is not base64 and names it", async () => {
  const [first, , third] = generateBody().midi_files;
  const body = { ...generateBody(), midi_files: [first, "?", third] };
  const { message } = await (await engine().fetch(post("/generate", body))).json();
  assert.match(message, /midi_files\.1/);
});

Deno.test("engine refuses a body over its limit, though nothing declares its length", async () => {
  const body = JSON.stringify(generateBody());
  const padded = (bytes: number) => post("/convert-to-mp3", body.padEnd(bytes));
  assert.deepEqual(
    await problem(engine().fetch(padded(MAX_REQUEST_BYTES + 1))),
    [413, "body_too_large"],
  );
  assert.deepEqual(
    await problem(engine().fetch(padded(MAX_REQUEST_BYTES))),
    [422, "invalid_request"],
    "a body at the limit is read",
  );
});

Deno.test("engine answers an unknown route and a wrong method", async () => {
  assert.deepEqual(await problem(engine().request("/nothing")), [404, "not_found"]);
  const response = await engine().request("/generate");
  assert.equal(response.headers.get("allow"), "POST");
  assert.deepEqual(await problem(response), [405, "method_not_allowed"]);
});

Deno.test("engine that has too much to do says when to come again", async () => {
  const busy = engine(() => {
    throw new AppError("queue_full", "The engine has too much to do", { retryAfterSeconds: 10 });
  });
  const response = await busy.fetch(post("/convert-to-mp3", convertBody()));
  assert.equal(response.headers.get("retry-after"), "10");
  assert.deepEqual(await problem(response), [503, "queue_full"]);
});

Deno.test("engine does not tell callers of its bugs", async () => {
  const buggy = engine(() => {
    throw new TypeError("A secret of the code");
  });
  const response = await buggy.fetch(post("/convert-to-mp3", convertBody()));
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret/);
});

Deno.test("a stream that fails before its first line is an error answer", async () => {
  const failing = engine(() => {
    throw new AppError("invalid_midi", "Song 2 cannot be used");
  });
  const request = post("/generate", generateBody(), { accept: "application/x-ndjson" });
  assert.deepEqual(await problem(failing.fetch(request)), [422, "invalid_midi"]);
});

Deno.test("a stream that fails on its way ends with an error line", async () => {
  const failing = engine(async function* () {
    yield progress;
    throw new AppError("internal", "The engine could not complete the request");
  });
  const request = post("/generate", generateBody(), { accept: "application/x-ndjson" });
  const lines = (await (await failing.fetch(request)).text()).trim().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line)), [
    progress,
    { type: "error", code: "internal", message: "The engine could not complete the request" },
  ]);
});

Deno.test("an MP3 that fails on its way is broken off", async () => {
  const failing = engine(async function* () {
    yield { type: "audio", bytes: new Uint8Array(10) };
    throw new AppError("internal", "The engine could not complete the request");
  });
  const request = post("/convert-to-mp3", convertBody(), { accept: "audio/mpeg" });
  const response = await failing.fetch(request);
  assert.equal(response.status, 200);
  await assert.rejects(response.bytes());
});

Deno.test("a stream that is cancelled cancels its task", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const waiting = engine(async function* (signal) {
    signal.addEventListener("abort", () => resolve());
    yield progress;
    await cancelled;
    signal.throwIfAborted();
  });
  const request = post("/generate", generateBody(), { accept: "application/x-ndjson" });
  await (await waiting.fetch(request)).body!.cancel();
  await cancelled;
});

Deno.test("a task that reports once more after the cancel is ended too", async () => {
  const cancelled = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const late = engine(async function* () {
    try {
      yield progress;
      await cancelled.promise;
      yield progress;
    } finally {
      ended.resolve();
    }
  });
  const request = post("/generate", generateBody(), { accept: "application/x-ndjson" });
  await (await late.fetch(request)).body!.cancel();
  cancelled.resolve();
  await ended.promise;
});

Deno.test("a request that is aborted before its answer cancels its task", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const aborting = new AbortController();
  // deno-lint-ignore require-yield
  const waiting = engine(async function* (signal) {
    signal.addEventListener("abort", () => resolve());
    aborting.abort();
    await cancelled;
    signal.throwIfAborted();
  });
  const request = new Request(post("/convert-to-mp3", convertBody()), { signal: aborting.signal });
  await (await waiting.fetch(request)).body?.cancel();
  await cancelled;
});
