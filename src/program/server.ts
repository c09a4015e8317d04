// The server: its parts opened in order, and closed in reverse after a drain.

import { STARTER_CATALOGUE } from "../../catalogue/starter_songs.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { MusicThread } from "../songs/music/music_thread.ts";
import { importStarterCatalogue } from "../songs/import/starter_catalogue.ts";
import { checkDatabase } from "../storage/postgres/check_database.ts";
import { migrate } from "../storage/postgres/migrate.ts";
import { reindexSongs } from "../storage/postgres/songs/reindex_songs.ts";
import { observeEventLoopLag } from "./event_loop_lag.ts";
import { createHealthChecks } from "./health_checks.ts";
import { createRegistry } from "./metrics.ts";
import { openEdge } from "./open_edge.ts";
import { openJobs } from "./open_jobs.ts";
import { openMl } from "./open_ml.ts";
import { requireObjects } from "./open_objects.ts";
import { prepare } from "./prepare.ts";
import { cronsOf, startCrons } from "./start_crons.ts";
import { openStorage, type Storage } from "./storage.ts";

const READY_CHECK_TIMEOUT_MS = 3_000;

export type Server = AsyncDisposable & {
  readonly port: number;
  /** Settles when the server is ready; rejects when it can never be. */
  readonly prepared: Promise<void>;
};

export type ServerOptions = {
  readonly version: string;
  /** @default openStorage */
  readonly open?: typeof openStorage;
};

/** Answers at once; takes jobs when `prepared`. Disposing drains within 30 s. */
export async function openServer(
  config: Config,
  log: Log,
  { version, open = openStorage }: ServerOptions,
): Promise<Server> {
  await using stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const workerId = `${Deno.hostname()}:${Deno.pid}:${crypto.randomUUID()}`;
  const state = { isPrepared: false, isDraining: false };
  const isPrepared = () => state.isPrepared;
  const isDraining = () => state.isDraining;
  const storage = await open(config, { log, workerId }, stack);
  const ml = openMl(config, stack);
  const opened = openJobs(config.jobs, {
    storage,
    ml,
    log,
    workerId,
    isPrepared,
    isDraining,
  });
  const checks = createHealthChecks(storage, {
    ml,
    pool: opened.pool,
    maxPendingJobs: config.jobs.maxPendingJobs,
  });
  const registry = createRegistry(storage.jobs, opened.pool);
  const isReady = async () => state.isPrepared && await isAnswering(storage);
  const edge = await openEdge(
    { ...opened, config, storage, ml, checks, registry, log, version, isReady, isDraining },
    stack,
  );
  // From here on somebody may be waiting.
  stack.use(observeEventLoopLag(registry));
  // Jobs end before the sockets that watch them, and before the database they are written to.
  stack.use(opened.pool);
  const prepared = prepareStorage(storage, log, stop.signal).then(() => {
    state.isPrepared = true;
    opened.pool.start();
    void housekeep(storage, { log, workerId }, stop.signal);
  });
  const parts = stack.move();
  return {
    port: edge.listener.port,
    prepared,
    async [Symbol.asyncDispose]() {
      state.isDraining = true;
      stop.abort(new DOMException("The server stops", "AbortError"));
      edge.sessions.warnOfDrain();
      await parts.disposeAsync();
    },
  };
}

async function prepareStorage(storage: Storage, log: Log, signal: AbortSignal): Promise<void> {
  const { database, songs, objects, jobs } = storage;
  const newId = () => crypto.randomUUID();
  await prepare({
    log,
    steps: [
      {
        name: "schema",
        run: async () => {
          await migrate(database);
          storage.openStores();
        },
      },
      {
        name: "search index",
        run: async (signal) => void await reindexSongs(database, signal),
      },
      {
        name: "jobs of a former process",
        // The embedded database has one process: whatever ran before it has ended.
        run: async () => {
          const reap = () => jobs.reap({ everyRunning: true });
          while (database.isEmbedded && (await reap()).length > 0);
        },
      },
      {
        name: "object store",
        run: (signal) => requireObjects(objects, signal),
      },
      {
        name: "starter catalogue",
        run: async (signal) => {
          using music = new MusicThread();
          await importStarterCatalogue(
            {
              store: songs,
              files: objects,
              play: (score, signal) => music.run("play", score, signal),
              analyse: (bytes, signal) => music.run("analyse", bytes, signal),
              newId,
              now: () => new Date(),
            },
            STARTER_CATALOGUE,
            signal,
          );
        },
      },
    ],
  }, signal);
}

async function housekeep(
  storage: Storage,
  { log, workerId }: { readonly log: Log; readonly workerId: string },
  signal: AbortSignal,
): Promise<void> {
  const now = () => new Date();
  const crons = cronsOf({ store: storage.housekeeping, objects: storage.objects, log, now });
  try {
    await startCrons(crons, { slots: storage.cronSlots, log, workerId, now }, signal);
  } catch (error) {
    if (!signal.aborted) log.warn("Housekeeping could not catch up", { error: String(error) });
  }
}

async function isAnswering({ database }: Storage): Promise<boolean> {
  try {
    await checkDatabase(database, AbortSignal.timeout(READY_CHECK_TIMEOUT_MS));
    return true;
  } catch {
    return false;
  }
}
