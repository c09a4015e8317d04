// Several processes on one PostgreSQL server and one folder of objects, perhaps with Redis.

import { join } from "node:path";
import type { Random } from "../../src/music/compose/random.ts";
import type { Job } from "../../src/jobs/job.ts";
import { connectToServer, type Database } from "../../src/storage/postgres/database.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { assertNothingLost, type Verdict } from "./assert_nothing_lost.ts";
import { readAccounts } from "./job_account.ts";
import { type Fault, type MortalServer, NEVER, startMortal } from "./mortal_process.ts";
import { type ScriptedService, startScriptedService } from "./scripted_service.ts";
import { CLIENT_KEY, submitSurely } from "./sure_client.ts";
import { Watcher, type WatcherOptions } from "./watcher.ts";

export type Start = {
  /** Its key at the ML service, by which its calls can be held. */
  readonly key: string;
  readonly fault?: Fault;
  readonly env?: Readonly<Record<string, string>>;
};

type Address = { readonly url: string };

const PATIENCE_MS = 3_000;
/** How long a client that moves about stays on one server, and at most twice as long. */
const MIN_STAY_MS = 500;

export type ClusterWorld = AsyncDisposable & {
  readonly env: Readonly<Record<string, string>>;
  readonly service: ScriptedService;
  readonly database: Database;
  readonly objectsFolder: string;
  start(options: Start): Promise<MortalServer>;
  /** A client that watches every job on one of the servers. */
  watchOn(server: Address): Watcher;
  /** A client that moves from one living server to another, by chance and when one dies. */
  watchAnywhere(random: Random): Watcher;
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
  const living = new Set<Address>();
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
  const addWatcher = (options: WatcherOptions) => {
    const watcher = kept.use(new Watcher(options));
    watchers.push(watcher);
    return watcher;
  };
  return {
    env,
    service,
    database,
    objectsFolder,
    jobIds,
    async start({ key, fault = NEVER, env: own = {} }) {
      const started = await startMortal({ ...env, ML_MODEL_API_KEY: key, ...own }, fault);
      const server = kept.use(started);
      living.add(server);
      void server.exit.then(() => living.delete(server));
      return server;
    },
    watchOn({ url }) {
      return addWatcher({ url: () => url });
    },
    watchAnywhere(random) {
      const stayMs = () => MIN_STAY_MS * (1 + random.next());
      return addWatcher({ url: () => random.pick([...living]).url, stayMs });
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
