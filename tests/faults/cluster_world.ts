// Several processes on one PostgreSQL server and one folder of objects, perhaps with Redis.

import { join } from "node:path";
import type { Job } from "../../src/jobs/job.ts";
import { connectToServer, type Database } from "../../src/storage/postgres/database.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { assertNothingLost, type Verdict } from "./assert_nothing_lost.ts";
import { readAccounts } from "./job_account.ts";
import { type Fault, type MortalServer, NEVER, startMortal } from "./mortal_process.ts";
import { type ScriptedService, startScriptedService } from "./scripted_service.ts";
import { CLIENT_KEY, submitSurely } from "./sure_client.ts";
import { Watcher } from "./watcher.ts";

export type Start = {
  /** Its key at the ML service, by which its calls can be held. */
  readonly key: string;
  readonly fault?: Fault;
  readonly env?: Readonly<Record<string, string>>;
};

type Address = { readonly url: string };

const PATIENCE_MS = 3_000;

export type ClusterWorld = AsyncDisposable & {
  readonly env: Readonly<Record<string, string>>;
  readonly service: ScriptedService;
  readonly database: Database;
  readonly objectsFolder: string;
  start(options: Start): Promise<MortalServer>;
  /** A client that watches every job on one of the servers. */
  watchOn(server: Address): Watcher;
  /** Submits at the servers in turn, for as long as it takes; every watcher watches the job. */
  submit(...servers: readonly Address[]): Promise<Job>;
  /** Submits until something has happened: another process may be quicker to take a job. */
  submitUntil(happened: Promise<unknown>, ...servers: readonly Address[]): Promise<void>;
  /** Of every job, once it is accepted. */
  jobIds(): Promise<string[]>;
  /** Resolves when every job is accepted and has ended for every watcher. */
  untilAllEnded(): Promise<void>;
  /** Judges what all of them have left, as one of them tells it. */
  judge(server: Address, options?: { expiredFiles?: number }): Promise<Verdict>;
};

/** `databaseUrl`: of an empty database, as the processes reach it. */
export async function openClusterWorld(
  databaseUrl: string,
  { env: more = {}, directUrl = databaseUrl }: {
    readonly env?: Readonly<Record<string, string>>;
    /** As the judge reaches it. */
    readonly directUrl?: string;
  } = {},
): Promise<ClusterWorld> {
  await using stack = new AsyncDisposableStack();
  const { path: dataDir } = stack.use(await temporaryFolder());
  const service = stack.use(await startScriptedService());
  const database = stack.use(connectToServer(directUrl));
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    ML_MODEL_URL: service.url,
    API_KEYS: `client:${CLIENT_KEY}`,
    GENERATE_LIMIT: "100000",
    MAX_SOCKETS_PER_ADDRESS: "100",
    LEASE_SECONDS: "10",
    ...more,
  };
  const objectsFolder = join(dataDir, "objects");
  const watchers: Watcher[] = [];
  const submits: Promise<Job>[] = [];
  const submit = async (urls: readonly string[]) => {
    let tries = 0;
    const job = await submitSurely(() => urls[tries++ % urls.length]!);
    for (const watcher of watchers) watcher.watch(job.jobId);
    return job;
  };
  const submitAt = (servers: readonly Address[]) => {
    const submitted = submit(servers.map(({ url }) => url));
    submits.push(submitted);
    return submitted;
  };
  const jobIds = async () => (await Promise.all(submits)).map(({ jobId }) => jobId);
  const kept = stack.move();
  return {
    env,
    service,
    database,
    objectsFolder,
    jobIds,
    start: async ({ key, fault = NEVER, env: own = {} }) =>
      kept.use(await startMortal({ ...env, ML_MODEL_API_KEY: key, ...own }, fault)),
    watchOn({ url }) {
      const watcher = kept.use(new Watcher(() => url));
      watchers.push(watcher);
      return watcher;
    },
    submit: (...servers) => submitAt(servers),
    async submitUntil(happened, ...servers) {
      let isOver = false;
      const over = happened.finally(() => isOver = true);
      while (!isOver) {
        void submitAt(servers);
        const { promise: patience, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, PATIENCE_MS);
        await Promise.race([over, patience]).finally(() => clearTimeout(timer));
      }
      await over;
    },
    async untilAllEnded() {
      for (const jobId of await jobIds()) {
        for (const watcher of watchers) await watcher.end(jobId);
      }
    },
    async judge({ url }, options) {
      const accounts = await readAccounts(url, await jobIds());
      return await assertNothingLost({ accounts, watchers, database, objectsFolder, ...options });
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
