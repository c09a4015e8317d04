// The REST API of a running server, as its clients use it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { isTerminal, type Job, type Output } from "../../src/jobs/job.ts";
import type { Problem } from "../../src/errors.ts";

export const SONGS = ["The Entertainer - Scott Joplin", "Greensleeves", "Korobeiniki"] as const;

const CALL_TIMEOUT_MS = 40_000;
const BLEND_TIMEOUT_MS = 150_000;

export function call(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS), ...init });
}

export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return call(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Submits a blend of 15 seconds, unless the options say otherwise. */
export async function submit(
  url: string,
  options: Record<string, unknown> = {},
  songs: readonly unknown[] = SONGS,
): Promise<Job> {
  const body = { songs, options: { lengthSeconds: 15, ...options } };
  const answer = await postJson(`${url}/api/generate`, body);
  assert.equal(answer.status, 202, await answer.clone().text());
  return await answer.json();
}

export async function findJob(url: string, jobId: string): Promise<Job> {
  const answer = await call(`${url}/api/status/${jobId}`);
  assert.equal(answer.status, 200);
  return await answer.json();
}

/** Waits for the end of a job by long poll. */
export async function waitForEnd(url: string, { jobId }: Pick<Job, "jobId">): Promise<Job> {
  const deadline = performance.now() + BLEND_TIMEOUT_MS;
  let job = await findJob(url, jobId);
  while (!isTerminal(job.status)) {
    assert.ok(performance.now() < deadline, `The job does not end: ${JSON.stringify(job)}`);
    const answer = await call(`${url}${job.links.self}?wait=20&after=${job.seq}`);
    job = await answer.json();
  }
  return job;
}

/** A blend from submit to its end, which must be a good one. */
export async function blend(
  url: string,
  options: Record<string, unknown> = {},
  songs: readonly unknown[] = SONGS,
): Promise<Job> {
  const job = await waitForEnd(url, await submit(url, options, songs));
  assert.equal(job.status, "completed", JSON.stringify(job));
  assert.deepEqual(job.outputs.map(({ kind }) => kind).toSorted(), ["midi", "mp3"]);
  return job;
}

/** The bytes of one output, which must be what the job says of them. */
export async function download(url: string, { outputs }: Job, kind: Output["kind"]) {
  const output = outputs.find((output) => output.kind === kind);
  assert.ok(output, `there is no ${kind}`);
  const answer = await call(`${url}${output.url}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), output.mediaType);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.equal(bytes.length, output.sizeBytes);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), output.sha256);
  return bytes;
}

/** What a refusal says, in the form every refusal has. */
export async function problemIn(answer: Response): Promise<Problem> {
  assert.equal(answer.headers.get("Content-Type"), "application/problem+json");
  const problem: Problem = await answer.json();
  assert.equal(problem.status, answer.status);
  assert.equal(problem.requestId, answer.headers.get("X-Request-Id"));
  return problem;
}
