// Two servers on one database, thousands of watchers on one of them, and that one is killed: how
// soon all watch on the other, and whether each has the whole log of its job in the end.

import { startServerProcess } from "../../../src/program/server_process.ts";
import { connectToServer } from "../../../src/storage/postgres/database.ts";
import { CLIENT_KEY, submitSurely } from "../../faults/sure_client.ts";
import { temporaryFolder } from "../../support/temporary_folder.ts";
import type { Place } from "../jobs/bench_queue.ts";
import { pause } from "../jobs/pause.ts";
import { wallClockMs } from "../jobs/worker_process.ts";
import { BenchProcess } from "./bench_process.ts";
import { startCpuShares } from "./cpu_shares.ts";
import { judgeTold, type Verdict } from "./judge_told.ts";
import { startPacedService } from "./paced_service.ts";
import { fileOf } from "./programs.ts";
import type { StormLine, Told } from "./storm_process.ts";

export const STORM_WATCHERS = 2_000;

const JOBS = 20;
const PACE = { bars: 40, everyMs: 200 };
const WATCHED_MS = 1_000;
const READY_TIMEOUT_MS = 90_000;
const CLIENT_CORE = 1;

export type Storm = Verdict & {
  /** From the kill until each was up to date on the other server. */
  readonly resumedSeconds: readonly number[];
  readonly storedFrames: number;
  /** Of one core each, until all were back. */
  readonly serverShare: number;
  readonly clientShare: number;
};

/** With `redisUrl` the servers share that as well. */
export async function measureStorm(
  { databaseUrl, redisUrl }: Pick<Place, "databaseUrl"> & Partial<Pick<Place, "redisUrl">>,
): Promise<Storm> {
  await using stack = new AsyncDisposableStack();
  const { path: dataDir } = stack.use(await temporaryFolder());
  const service = stack.use(await startPacedService(PACE));
  const environment = {
    ...ENVIRONMENT,
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl ?? "",
    ML_MODEL_URL: service.url,
  };
  const start = { environment, readyTimeoutMs: READY_TIMEOUT_MS };
  const killed = stack.use(await startServerProcess(start));
  const other = stack.use(await startServerProcess(start));
  const submits = Array.from({ length: JOBS }, () => submitSurely(() => other.origin));
  const jobIds = (await Promise.all(submits)).map(({ jobId }) => jobId);
  const watchers = stack.use(watchersOf([killed.origin, other.origin], jobIds));
  await watchers.answer<StormLine>();
  await pause(WATCHED_MS);
  const takeShares = startCpuShares(other.pid, watchers.pid);
  const killedAtMs = wallClockMs();
  Deno.kill(killed.pid, "SIGKILL");
  const resumed = await answerOf(watchers, "resumed");
  const [serverShare, clientShare] = takeShares();
  await answerOf(watchers, "ended");
  const told: Told[] = [];
  for (let i = 0; i < STORM_WATCHERS; i++) told.push(await watchers.answer());
  const log = await readLog(databaseUrl);
  return {
    ...judgeTold(told, log),
    resumedSeconds: resumed.atMs.map((atMs) => (atMs - killedAtMs) / 1000),
    storedFrames: told.reduce((sum, { jobId }) => sum + log.get(jobId)!.length, 0),
    serverShare,
    clientShare,
  };
}

const ENVIRONMENT = {
  REDIS_HOST: "",
  S3_BUCKET: "",
  API_KEYS: `client:${CLIENT_KEY}`,
  GENERATE_LIMIT: "100000",
  MAX_SOCKETS_PER_ADDRESS: "5000",
  WORKERS: `${JOBS / 2}`,
  LEASE_SECONDS: "10",
};

function watchersOf(urls: readonly string[], jobIds: readonly string[]): BenchProcess {
  return new BenchProcess({
    program: Deno.execPath(),
    args: [
      ...["run", "--quiet", "--allow-all", fileOf("storm_process.ts")],
      ...[`${STORM_WATCHERS}`, JSON.stringify(urls), JSON.stringify(jobIds)],
    ],
    core: CLIENT_CORE,
  });
}

async function answerOf<All extends StormLine["all"]>(
  watchers: BenchProcess,
  all: All,
): Promise<Extract<StormLine, { all: All }>> {
  const line = await watchers.answer<StormLine>();
  if (line.all !== all) throw new Error(`The watchers said "${line.all}" before "${all}"`);
  return line as Extract<StormLine, { all: All }>;
}

/** The stored frames of every job, by their `seq`. */
async function readLog(databaseUrl: string): Promise<Map<string, number[]>> {
  await using database = connectToServer(databaseUrl);
  const rows = await database.query((sql) =>
    sql<{ job_id: string; seq: number }[]>`
      select job_id, seq::int from job_frames order by job_id, seq`
  );
  const log = new Map<string, number[]>();
  for (const { job_id, seq } of rows) log.set(job_id, [...log.get(job_id) ?? [], seq]);
  return log;
}
