// One data directory with the embedded database, and the processes that live on it in turn.

import { join } from "node:path";
import type { Job } from "../../src/jobs/job.ts";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import { newDataDir } from "../support/data_dir.ts";
import { assertNothingLost, type Verdict } from "./assert_nothing_lost.ts";
import { readAccounts } from "./job_account.ts";
import { type Fault, type MortalServer, startMortal } from "./mortal_process.ts";
import { type ScriptedService, startScriptedService } from "./scripted_service.ts";
import { CLIENT_KEY, submitSurely } from "./sure_client.ts";
import { Watcher } from "./watcher.ts";

export const SERVER_KEY = "the-key-of-the-server";

export type EmbeddedWorld = AsyncDisposable & {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly service: ScriptedService;
  readonly watcher: Watcher;
  /** The process that was started last. */
  server(): MortalServer;
  start(fault: Fault, env?: Readonly<Record<string, string>>): Promise<MortalServer>;
  /** Submits at whatever process is there, for as long as it takes, and watches the job. */
  submit(): Promise<Job>;
  /** The job submitted last, once it is accepted. */
  latest(): Promise<Job>;
  /** Resolves when every job is accepted and has ended. */
  untilAllEnded(): Promise<void>;
  /** Stops the process and judges what it and those before it have left. */
  judge(options?: { readonly expiredFiles?: number }): Promise<Verdict>;
};

/** `folder`: of the data. @default as a first start leaves it */
export async function openEmbeddedWorld(folder?: string): Promise<EmbeddedWorld> {
  await using stack = new AsyncDisposableStack();
  const dataDir = folder ?? stack.use(await newDataDir()).path;
  const service = stack.use(await startScriptedService());
  const env = {
    DATA_DIR: dataDir,
    ML_MODEL_URL: service.url,
    ML_MODEL_API_KEY: SERVER_KEY,
    API_KEYS: `client:${CLIENT_KEY}`,
    GENERATE_LIMIT: "100000",
    LEASE_SECONDS: "10",
  };
  let server: MortalServer | undefined;
  stack.defer(() => server?.[Symbol.asyncDispose]());
  const url = () => server?.url ?? "http://127.0.0.1:9";
  const watcher = stack.use(new Watcher({ url }));
  const submits: Promise<Job>[] = [];
  const submit = async () => {
    const job = await submitSurely(url);
    watcher.watch(job.jobId);
    return job;
  };
  const kept = stack.move();
  return {
    dataDir,
    env,
    service,
    watcher,
    server: () => server!,
    start: async (fault, more) => server = await startMortal({ ...env, ...more }, fault),
    submit: () => {
      const submitted = submit();
      submits.push(submitted);
      return submitted;
    },
    latest: () => submits.at(-1)!,
    untilAllEnded: async () => {
      for (const { jobId } of await Promise.all(submits)) await watcher.end(jobId);
    },
    judge: async (options) => {
      const accepted = await Promise.all(submits);
      const accounts = await readAccounts(url(), accepted.map(({ jobId }) => jobId));
      await server?.[Symbol.asyncDispose]();
      await using database = await openDatabase({ databaseUrl: undefined, dataDir });
      const objectsFolder = join(dataDir, "objects");
      return await assertNothingLost({
        accounts,
        watchers: [watcher],
        database,
        objectsFolder,
        ...options,
      });
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
