// Whoever wins: each attempt has one holder and one end, frames have no gap, what has completed
// stays so. A failure prints the seed; MODEL_SEED=<seed> draws the same again, if not in the same order.

import assert from "node:assert/strict";
import { isTerminal, MAX_FAILURES, SEQ_PER_ATTEMPT, type Status } from "../../src/jobs/job.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { openPostgresTestDatabase } from "../support/database.ts";
import { finish, race, type RaceHistory } from "../support/job_race.ts";
import { modelSeed } from "../support/model_seed.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

/** The life of a job in the initials of its frames: x cancelled, i interrupted, f failed, … */
const LIFE = /^(x*s[go]*[ifx])*x*(s[go]*c?)?$/;
const LETTERS: Readonly<Record<string, string>> = {
  started: "s",
  stage: "g",
  output: "o",
  completed: "c",
  failed: "f",
  cancelled: "x",
  interrupted: "i",
};

type JobRecord = {
  readonly job_id: string;
  readonly status: Status;
  readonly attempt: number;
  readonly seq: number;
  readonly failures: number;
  readonly has_ended: boolean;
  readonly frames: readonly (readonly [number, string])[];
  readonly files: readonly string[];
};

Deno.test(
  "a server's job store keeps its word to eight workers at once",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const seed = modelSeed();
    try {
      const history = await race(database, seed);
      assert.ok(history.mostRunning <= 5, `${history.mostRunning} jobs ran at once`);
      checkRecords(await readRecords(database.sql), history);
      await finish(database, history);
      const records = await readRecords(database.sql);
      checkRecords(records, history);
      assert.ok(records.every(({ status }) => isTerminal(status)), "every job has come to an end");
      assert.ok(history.claims.length > 100 && history.retries.length > 10, "it was a race");
    } catch (cause) {
      throw new Error(`The race went wrong with MODEL_SEED=${seed}`, { cause });
    }
  },
);

async function readRecords(sql: Sql): Promise<JobRecord[]> {
  return await sql<JobRecord[]>`
    select job_id, status, attempt, seq, failures, finished_at is not null as has_ended,
      coalesce((select json_agg(json_build_array(seq, type) order by seq) from job_frames f
        where f.job_id = j.job_id), '[]') as frames,
      coalesce((select json_agg(file_id) from files f where f.job_id = j.job_id), '[]') as files
    from jobs j`;
}

function checkRecords(records: readonly JobRecord[], history: RaceHistory): void {
  assert.deepEqual(records.map((record) => record.job_id).toSorted(), history.jobIds.toSorted());
  for (const record of records) {
    const life = record.frames.map(([, type]) => LETTERS[type]).join("");
    assert.match(life, LIFE);
    assert.equal(record.status, statusAfter(life, record), life);
    checkSeqs(record);
    checkHistory(record, life, history);
    assert.ok(record.failures <= MAX_FAILURES);
    assert.equal(record.has_ended, isTerminal(record.status));
  }
}

function checkSeqs({ frames, seq, attempt }: JobRecord): void {
  let before = 0;
  let attempts = 0;
  for (const [seq, type] of frames) {
    const next = type === "started" ? ++attempts * SEQ_PER_ATTEMPT : before + 1;
    assert.equal(seq, next);
    before = seq;
  }
  assert.deepEqual([seq, attempt], [before, attempts]);
}

/** Each yes of the store left its one frame, and nothing else did. */
function checkHistory(
  { job_id: jobId, status, frames, files }: JobRecord,
  life: string,
  history: RaceHistory,
): void {
  const ofJob = <T extends { readonly jobId: string }>(list: readonly T[]) =>
    list.filter((entry) => entry.jobId === jobId);
  const attempts = ofJob(history.claims).map(({ attempt }) => attempt).toSorted((a, b) => a - b);
  assert.deepEqual(attempts, count(life, /s/g).map((_, index) => index + 1), "one holder each");
  assert.equal(ofJob(history.completions).length, count(life, /c/g).length);
  assert.equal(ofJob(history.files).length, count(life, /o/g).length);
  const accepted = new Set(ofJob(history.files).map(({ fileId }) => fileId));
  assert.ok(files.every((fileId) => accepted.has(fileId)), "no file that was refused");
  const types = new Map(frames);
  for (const { fence, seq, type } of history.stored.filter(({ fence }) => fence.jobId === jobId)) {
    assert.equal(types.get(seq), type, life);
    assert.equal(Math.floor(seq / SEQ_PER_ATTEMPT), fence.attempt, "stored for its holder alone");
  }
  const retries = history.retries.filter((retried) => retried === jobId).length;
  const revived = count(life, /[fx](?=[xs])/g).length;
  assert.ok(revived === retries || (status === "pending" && revived + 1 === retries), life);
}

function statusAfter(life: string, { status }: JobRecord): Status {
  if (/[sgo]$/.test(life)) return "running";
  if (life.endsWith("c")) return "completed";
  // A retry leaves no frame: what has failed or was cancelled may wait again.
  if (status === "pending" || life === "" || life.endsWith("i")) return "pending";
  return life.endsWith("f") ? "failed" : "cancelled";
}

function count(text: string, pattern: RegExp): readonly string[] {
  return text.match(pattern) ?? [];
}
