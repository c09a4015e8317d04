// What every database must do so that clients share the queue: turns in fair order, places that tell
// it, and bounds that hold. Only the order of claims is looked at, no clock.

import assert from "node:assert/strict";
import type { JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { CLAIM, jobStoreTests, MAX_PENDING, type Store } from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";
import { newJob } from "./new_job.ts";

const ROOMY = { maxPending: 2_000, maxPendingPerClient: 2_000 };
const COMPLETED = { status: "completed", outputFileId: "none", warnings: [], timings: {} } as const;

export function jobFairnessSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("starts ten small clients right behind the head of one with 1,000 jobs", async (store) => {
    const { jobs, sql } = store;
    await jobs.submit(newJob({ client: "whale" }), ROOMY);
    await sql`
      insert into jobs (job_id, status, songs, client, fair_rank)
      select gen_random_uuid(), 'pending', '{}', 'whale', rank from generate_series(2, 1000) rank`;
    await jobs.claim(CLAIM);
    const mice = Array.from({ length: 10 }, (_, index) => `mouse ${index}`);
    await submitFor(jobs, mice);
    assert.deepEqual(await clientsClaimed(store, 13), ["whale", ...mice, "whale", "whale"]);
  });

  test("gives a client with many jobs all turns that a stream of new ones leaves", async (store) => {
    const { jobs } = store;
    await submitFor(jobs, times(10, "whale"));
    const started: string[] = [];
    for (let newcomer = 0; newcomer < 9; newcomer++) {
      await submitFor(jobs, [`newcomer ${newcomer}`]);
      started.push(...await clientsClaimed(store, 2));
    }
    assert.equal(started.filter((client) => client === "whale").length, 9, started.join());
  });

  test("starves nobody when new clients come as fast as jobs can start", async (store) => {
    await submitFor(store.jobs, times(20, "whale"));
    let [waiting, allowed, whales] = [0, 0, 0];
    for (let newcomer = 0; newcomer < 60; newcomer++) {
      await submitFor(store.jobs, [`newcomer ${newcomer}`]);
      const [client] = await clientsClaimed(store, 1);
      waiting += client === "whale" ? 1 : 0;
      allowed = client === "whale" ? waiting : allowed - 1;
      whales += client === "whale" ? 1 : 0;
      assert.ok(allowed >= 0, "only those who waited already go before its next job");
    }
    assert.ok(whales >= 10, `${whales} of 60`);
  });

  test("does not let new clients starve one whose first job runs for long", async (store) => {
    const { jobs } = store;
    await submitFor(jobs, times(3, "whale"));
    await jobs.claim(CLAIM);
    const started: string[] = [];
    for (let newcomer = 0; newcomer < 4; newcomer++) {
      await submitFor(jobs, [`newcomer ${newcomer}`]);
      started.push(...await clientsCompleted(store, 1));
    }
    assert.deepEqual(started, ["whale", "newcomer 0", "whale", "newcomer 1"]);
  });

  test("lets two clients with many jobs take turns", async (store) => {
    await submitFor(store.jobs, [...times(4, "one"), ...times(4, "two")]);
    const started = await clientsClaimed(store, 8);
    assert.deepEqual(started, ["one", "two", "one", "two", "one", "two", "one", "two"]);
  });

  test("lets a client that comes later take turns from then on", async (store) => {
    await submitFor(store.jobs, times(6, "early"));
    await clientsClaimed(store, 3);
    await submitFor(store.jobs, times(3, "late"));
    const started = await clientsClaimed(store, 6);
    assert.deepEqual(started, ["early", "late", "early", "late", "early", "late"]);
  });

  test("gives a client no more turns for a new cookie", async (store) => {
    await submitFor(store.jobs, times(4, "one"), () => crypto.randomUUID());
    await submitFor(store.jobs, times(2, "two"));
    const started = await clientsClaimed(store, 6);
    assert.deepEqual(started, ["one", "two", "one", "two", "one", "one"]);
  });

  test("puts a retried job behind the other jobs of its client", async (store) => {
    const { jobs } = store;
    await submitFor(jobs, times(3, "one"));
    const { fence } = (await jobs.claim(CLAIM))!;
    await jobs.settle(fence, { status: "cancelled", timings: {} });
    await submitFor(jobs, ["two"]);
    await jobs.retry(fence.jobId, MAX_PENDING);
    const started = await idsClaimed(jobs, 4);
    assert.equal(started.at(-1), fence.jobId);
  });

  test("gives a job that was interrupted its turn back", async (store) => {
    const { jobs } = store;
    await submitFor(jobs, ["one", "one", "two"]);
    const { fence } = (await jobs.claim(CLAIM))!;
    await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    assert.equal((await idsClaimed(jobs, 1))[0], fence.jobId);
  });

  test("passes over a client at its cap, and it is no better off later", async (store) => {
    const { jobs } = store;
    await submitFor(jobs, [...times(4, "capped"), "two", "three"]);
    const limits = { ...CLAIM, maxRunningPerClient: 1 };
    const first = (await jobs.claim(limits))!;
    assert.deepEqual(await clientsClaimed(store, 3, limits), ["two", "three"]);
    await jobs.settle(first.fence, COMPLETED);
    await submitFor(jobs, ["four"]);
    assert.deepEqual(await clientsClaimed(store, 3, limits), ["capped", "four"]);
  });

  test("gives each pending job the place in which it is claimed", async (store) => {
    const { jobs, sql } = store;
    await submitFor(jobs, [...times(4, "one"), ...times(2, "two")]);
    const { fence } = (await jobs.claim(CLAIM))!;
    await jobs.settle(fence, { status: "cancelled", timings: {} });
    await submitFor(jobs, ["three", "three"]);
    await jobs.retry(fence.jobId, MAX_PENDING);
    await sql`update jobs set created_at = now()`;
    const places = await placesOf(jobs);
    assert.deepEqual(places.map(({ place }) => place), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(await idsClaimed(jobs, 8), places.map(({ jobId }) => jobId));
  });

  test("moves nobody back for a job that waits out a failure", async ({ jobs }) => {
    await submitFor(jobs, ["one", "two", "three"]);
    const { fence } = (await jobs.claim(CLAIM))!;
    await jobs.release(fence, { reason: "no answer", delaySeconds: 60 });
    const places = new Map((await placesOf(jobs)).map(({ jobId, place }) => [jobId, place]));
    assert.equal(places.get(fence.jobId), 1);
    const others = await idsClaimed(jobs, 2);
    assert.deepEqual(others.map((jobId) => places.get(jobId)), [1, 2]);
  });

  test("tells the same places one by one, in a list and together", async ({ jobs }) => {
    await submitFor(jobs, [...times(3, "one"), "two"]);
    const places = await placesOf(jobs);
    const jobIds = places.map(({ jobId }) => jobId);
    const together = await jobs.queuePositions([...jobIds, crypto.randomUUID()]);
    assert.deepEqual([...together], places.map(({ jobId, place }) => [jobId, place]));
    const page = await jobs.list({
      owner: undefined,
      status: "pending",
      cursor: undefined,
      limit: 9,
    });
    for (const job of page.jobs) assert.equal(job.queuePosition, together.get(job.jobId));
  });
}

async function submitFor(
  jobs: JobStore,
  clients: readonly string[],
  owner: (client: string) => string = (client) => client,
): Promise<void> {
  for (const client of clients) {
    const { outcome } = await jobs.submit(newJob({ client, owner: owner(client) }), ROOMY);
    assert.equal(outcome, "accepted");
  }
}

function times(count: number, client: string): string[] {
  return Array.from({ length: count }, () => client);
}

/** Claims until `count` are running more, or nothing can be claimed. */
async function idsClaimed(jobs: JobStore, count: number, limits = CLAIM): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const claimed = await jobs.claim(limits);
    if (!claimed) break;
    ids.push(claimed.fence.jobId);
  }
  return ids;
}

async function clientsClaimed(store: Store, count: number, limits = CLAIM): Promise<string[]> {
  const ids = await idsClaimed(store.jobs, count, limits);
  return await Promise.all(ids.map((jobId) => clientOf(store, jobId)));
}

/** One after the other, as one worker would. */
async function clientsCompleted(store: Store, count: number): Promise<string[]> {
  const clients: string[] = [];
  for (let done = 0; done < count; done++) {
    const { fence } = (await store.jobs.claim(CLAIM))!;
    await store.jobs.settle(fence, COMPLETED);
    clients.push(await clientOf(store, fence.jobId));
  }
  return clients;
}

async function clientOf({ sql }: Store, jobId: string): Promise<string> {
  const [row] = await sql<{ client: string }[]>`
    select client from jobs where job_id = ${jobId}::uuid`;
  return row!.client;
}

async function placesOf(jobs: JobStore): Promise<{ jobId: string; place: number }[]> {
  const query = { owner: undefined, status: "pending", cursor: undefined, limit: 100 } as const;
  const page = await jobs.list(query);
  return page.jobs.map(({ jobId, queuePosition }) => ({ jobId, place: queuePosition! }))
    .toSorted((a, b) => a.place - b.place);
}
