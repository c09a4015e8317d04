// The edge joined: HTTP, the channel, and the listener both stand behind.

import type { Registry } from "prom-client";
import { MAX_MESSAGE_BYTES } from "../channel/limits.ts";
import type { Sessions } from "../channel/sessions.ts";
import { SocketSlots } from "../channel/socket_slots.ts";
import { createDecideUpgrade } from "../channel/upgrade.ts";
import type { Config } from "../config.ts";
import { createHttpApp } from "../http/app.ts";
import { createForwarding } from "../http/forwarding.ts";
import type { HealthChecks } from "../http/health_report.ts";
import { createHoldRequest } from "../http/hold_request.ts";
import { createIdentify } from "../http/identity.ts";
import type { Assets } from "../http/page.ts";
import { refuseUpgrade } from "../http/socket.ts";
import type { Application, Listener } from "../listener/listener.ts";
import type { Log } from "../log.ts";
import type { MlClient } from "../ml/ml_client.ts";
import type { SongPreviews } from "../songs/preview/song_previews.ts";
import { type Channel, openChannel } from "./open_channel.ts";
import type { OpenJobs } from "./open_jobs.ts";
import { observeChannel } from "./observe_channel.ts";
import { openPreviews } from "./open_previews.ts";
import { loadPageAssets } from "./page_assets.ts";
import type { Storage } from "./storage.ts";

/** Connections beside those that take a slot: requests, downloads, health checks. */
const MORE_CONNECTIONS = 1_000;

export type EdgeParts = OpenJobs & {
  readonly config: Config;
  readonly storage: Storage;
  readonly ml: MlClient;
  readonly checks: HealthChecks;
  readonly registry: Registry;
  readonly log: Log;
  readonly version: string;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly isDraining: () => boolean;
};

export type Edge = { readonly listener: Listener; readonly sessions: Sessions };

export async function openEdge(parts: EdgeParts, stack: AsyncDisposableStack): Promise<Edge> {
  const { config, log } = parts;
  const channel = openChannel(parts, stack);
  const previews = openPreviews(parts, stack);
  const closing = new AbortController();
  const application = createApplication(parts, {
    ...channel,
    previews,
    assets: await loadPageAssets(),
    waitForJob: (jobId, options) =>
      channel.waitForJob(jobId, {
        ...options,
        signal: AbortSignal.any([options.signal, closing.signal]),
      }),
  });
  const listener = stack.use(await listen(application, config.http, log));
  // These end before it: it would wait for them as for every answer, and cut them off in the end.
  stack.use(channel.streams);
  stack.use(previews);
  stack.defer(() => closing.abort(new DOMException("The server stops", "AbortError")));
  return { sessions: channel.sessions, listener };
}

function createApplication(
  parts: EdgeParts,
  { sessions, streams, waitForJob, previews, assets }: Channel & {
    readonly previews: SongPreviews;
    readonly assets: Assets;
  },
): Application {
  const { storage, jobs, isDraining } = parts;
  const { access, http } = parts.config;
  const { corsOrigins, trustedProxies } = http;
  const identify = createIdentify({ ...access, ...http });
  const slots = new SocketSlots(http);
  observeChannel(parts.registry, { sessions, streams, slots });
  const app = createHttpApp({
    ...parts,
    frames: storage.frames,
    objectStore: storage.objects,
    songs: storage.songs,
    searchSongs: storage.searchSongs,
    previews,
    submitLimit: storage.limiter,
    waitForJob,
    streamEvents: streams.open,
    holdRequest: createHoldRequest(slots, trustedProxies),
    identify,
    corsOrigins,
    trustedProxies,
    assets,
  });
  const decideUpgrade = createDecideUpgrade({
    sessions,
    slots,
    jobs,
    identify,
    originOf: createForwarding(trustedProxies).originOf,
    corsOrigins,
    isDraining,
  });
  return {
    fetch: (request, peer) => app.fetch(request, peer),
    upgrade: (request, peer) =>
      decideUpgrade(request, peer)
        .catch((refusal: unknown) => refuseUpgrade(app, request, { peer, refusal })),
  };
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
