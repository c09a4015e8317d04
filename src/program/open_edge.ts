// The edge joined: HTTP, the channel, and the listener both stand behind.

import type { Registry } from "prom-client";
import { createEventStreams } from "../channel/event_streams.ts";
import { CHECK_MS, CHECK_WITHOUT_HINTS_MS, createHub } from "../channel/hub.ts";
import { systemClock } from "../channel/clock.ts";
import { MAX_MESSAGE_BYTES } from "../channel/limits.ts";
import { createWaitForJob } from "../channel/long_poll.ts";
import { showQueuePositions } from "../channel/queue_positions.ts";
import { createSessions, type Sessions } from "../channel/sessions.ts";
import { SocketSlots } from "../channel/socket_slots.ts";
import { createDecideUpgrade } from "../channel/upgrade.ts";
import type { Config } from "../config.ts";
import { createHttpApp } from "../http/app.ts";
import { createForwarding } from "../http/forwarding.ts";
import type { HealthChecks } from "../http/health_report.ts";
import { createIdentify } from "../http/identity.ts";
import { invalidRequest } from "../http/invalid_request.ts";
import { refuseUpgrade } from "../http/socket.ts";
import type { Application, Listener } from "../listener/listener.ts";
import type { Log } from "../log.ts";
import { searchSongs } from "../songs/search_songs.ts";
import type { OpenJobs } from "./open_jobs.ts";
import { loadPageAssets } from "./page_assets.ts";
import type { Storage } from "./storage.ts";

/** Connections beside the sockets: requests, downloads, event streams, health checks. */
const MORE_CONNECTIONS = 1_000;

export type EdgeParts = OpenJobs & {
  readonly config: Config;
  readonly storage: Storage;
  readonly checks: HealthChecks;
  readonly registry: Registry;
  readonly log: Log;
  readonly version: string;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly isDraining: () => boolean;
};

export type Edge = { readonly listener: Listener; readonly sessions: Sessions };

export async function openEdge(parts: EdgeParts, stack: AsyncDisposableStack): Promise<Edge> {
  const { config, jobs, storage, log, eta } = parts;
  const clock = systemClock;
  const hub = stack.use(createHub({ ...storage, clock, log, checkMs: checkMsOf(config.storage) }));
  stack.use(showQueuePositions({
    hub,
    queuePositions: storage.jobs.queuePositions,
    estimate: eta.estimate,
    clock,
    now: () => new Date(),
    log,
  }));
  const streams = createEventStreams({ jobs, hub, clock });
  const sessions = stack.use(createSessions({
    jobs,
    hub,
    search: (q, limit, signal) => searchSongs(storage.songs, q, limit, signal),
    invalidRequest,
    clock,
    newId: () => crypto.randomUUID(),
    log,
    random: Math.random,
  }));
  const waitForJob = createWaitForJob({ jobs, hub, clock });
  const closing = new AbortController();
  const identify = createIdentify({ ...config.access, ...config.http });
  const app = createHttpApp({
    ...parts,
    jobs,
    objectStore: storage.objects,
    waitForJob: (jobId, options) =>
      waitForJob(jobId, { ...options, signal: AbortSignal.any([options.signal, closing.signal]) }),
    streamEvents: streams.open,
    identify,
    submitLimit: storage.limiter,
    corsOrigins: config.http.corsOrigins,
    trustedProxies: config.http.trustedProxies,
    assets: await loadPageAssets(),
    songs: storage.songs,
  });
  const decideUpgrade = createDecideUpgrade({
    sessions,
    slots: new SocketSlots(config.http),
    jobs,
    identify,
    originOf: createForwarding(config.http.trustedProxies).originOf,
    corsOrigins: config.http.corsOrigins,
    isDraining: parts.isDraining,
  });
  const application: Application = {
    fetch: (request, peer) => app.fetch(request, peer),
    upgrade: (request, peer) =>
      decideUpgrade(request, peer)
        .catch((refusal: unknown) => refuseUpgrade(app, request, { peer, refusal })),
  };
  const listener = stack.use(await listen(application, config.http, log));
  // They end before it: it would wait for them as for every answer, and cut them off in the end.
  stack.use(streams);
  stack.defer(() => closing.abort(new DOMException("The server stops", "AbortError")));
  return { sessions, listener };
}

/** Processes that share nothing but PostgreSQL read of each other's frames there. */
function checkMsOf({ databaseUrl, redisUrl }: Config["storage"]): number {
  const hasHints = databaseUrl === undefined || redisUrl !== undefined;
  return hasHints ? CHECK_MS : CHECK_WITHOUT_HINTS_MS;
}

/** Listens, and says so when the system allows fewer open files than the sockets asked for need. */
async function listen(
  application: Application,
  { listener: kind, hostname, port, maxSockets }: Config["http"],
  log: Log,
): Promise<Listener> {
  const maxConnections = maxSockets + MORE_CONNECTIONS;
  const open = await listenerOf(kind);
  const listener = await open(application, {
    hostname,
    port,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    maxConnections,
    onError: (error: unknown) => log.warn("A request broke off", { error: String(error) }),
  }).catch(refuseAddress);
  if (listener.maxConnections < maxConnections) {
    log.warn("Fewer connections than asked for", {
      asked: maxConnections,
      possible: listener.maxConnections,
    });
  }
  return listener;
}

/** Only one of the two is ever loaded: they do not go together in a process. */
async function listenerOf(kind: Config["http"]["listener"]) {
  return kind === "deno"
    ? (await import("../listener/deno_listener.ts")).openDenoListener
    : (await import("../listener/node_listener.ts")).openNodeListener;
}

/** @throws {Error} that names the variables, never their values. */
function refuseAddress(error: Error & { readonly code?: string }): never {
  throw new Error(`Cannot listen at the address of HOST and PORT: ${error.code ?? error.name}`);
}
