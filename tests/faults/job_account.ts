// What the API tells of a job, by every way it can be asked: status, event stream, download.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { isTerminal, type Job, type Output } from "../../src/jobs/job.ts";
import { call, findJob } from "../support/api_client.ts";
import { readEvents } from "../support/event_reader.ts";
import type { JobFrame } from "../support/socket_client.ts";

export type JobAccount = {
  readonly job: Job;
  /** As server-sent events tell them, from the first. */
  readonly frames: readonly JobFrame[];
  /** Those that can no longer be downloaded. */
  readonly expired: readonly Output[];
};

/** Reads the accounts of jobs that have ended; whatever can be downloaded is what its row says. */
export async function readAccounts(url: string, jobIds: readonly string[]): Promise<JobAccount[]> {
  const accounts: JobAccount[] = [];
  for (const jobId of jobIds) {
    const job = await findJob(url, jobId);
    assert.ok(isTerminal(job.status), `The job has not ended: ${JSON.stringify(job)}`);
    const expired: Output[] = [];
    for (const output of job.outputs) if (!await isReadable(url, output)) expired.push(output);
    accounts.push({ job, frames: await readEvents(url, jobId), expired });
  }
  return accounts;
}

async function isReadable(url: string, output: Output): Promise<boolean> {
  const answer = await call(`${url}${output.url}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status === 410) return false;
  assert.equal(answer.status, 200, `${output.kind}: ${new TextDecoder().decode(bytes)}`);
  assert.equal(bytes.length, output.sizeBytes);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), output.sha256);
  return true;
}
