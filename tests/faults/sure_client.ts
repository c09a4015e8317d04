// A client that does not give up: it submits with an idempotency key, again and again, until the
// job is accepted by whichever server is there.

import type { Job } from "../../src/jobs/job.ts";
import { postJson, SONGS } from "../support/api_client.ts";

export const CLIENT_KEY = "the-key-of-the-client";

const RETRY_MS = 100;
const TIMEOUT_MS = 90_000;

/** Resolves with the accepted job. @throws {Error} when it is refused for good. */
export async function submitSurely(url: () => string): Promise<Job> {
  const key = crypto.randomUUID();
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const job = await trySubmit(url(), key);
    if (job !== undefined) return job;
    if (performance.now() > deadline) throw new Error("The job is not accepted in time");
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function trySubmit(url: string, idempotencyKey: string): Promise<Job | undefined> {
  const body = { songs: SONGS, options: { lengthSeconds: 15, seed: 7 } };
  const headers = { "Idempotency-Key": idempotencyKey, Authorization: `Bearer ${CLIENT_KEY}` };
  try {
    const answer = await postJson(`${url}/api/generate`, body, headers);
    if (answer.status === 202 || answer.status === 200) return await answer.json();
    const refusal = await answer.text();
    if (answer.status === 503) return undefined;
    throw new Error(`The job is refused: ${refusal}`);
  } catch (error) {
    // No connection, a lost one, or no answer: the job may or may not have been accepted.
    if (error instanceof TypeError || isTimeout(error)) return undefined;
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
