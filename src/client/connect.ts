/**
 * The client of Orpheus, a server that blends three songs into a new one. Submits blends, watches
 * them frame by frame, and resumes after every break; for browsers, Deno and Node 22 and later.
 *
 * @example
 * ```ts
 * using client = connect("http://localhost:3001");
 * const job = await client.generate({ songs: ["Greensleeves", "Korobeiniki", "The Entertainer"] });
 * for await (const frame of client.watch(job.jobId)) console.log(frame.type);
 * ```
 *
 * @module
 */

import { Client } from "./client.ts";
import { type ClientStatus, Link } from "./link.ts";
import {
  CAN_SET_HEADERS,
  newId,
  onWake,
  openSocket,
  startTimer,
  type WebSocketConstructor,
} from "./platform.ts";
import { createRestApi } from "./rest_api.ts";
import { createRestCall } from "./rest_call.ts";
import type { Hello } from "./wire.ts";

export type { CallOptions, Client, GenerateRequest, SearchOptions } from "./client.ts";
export type { JobWatch, WatchOptions } from "./job_watch.ts";
export type { ClientStatus } from "./link.ts";
export type { WebSocketConstructor, WebSocketLike } from "./platform.ts";
export { Refusal } from "./refusal.ts";
export type { BlendReport, Report } from "./report.ts";
export type { JobsPage } from "./rest_api.ts";
export { Unreachable } from "./unreachable.ts";
export type * from "./wire.ts";

export type ConnectOptions = {
  /** An API key of the server. Not for browsers, which cannot send one and should not know one. */
  readonly apiKey?: string | undefined;
  /** Another than the global one, or where there is none: the class that `ws` exports. */
  readonly WebSocket?: WebSocketConstructor | undefined;
  /** @default the global one */
  readonly fetch?: typeof fetch | undefined;
  /** Told every change of `client.status`. */
  readonly onStatus?: ((status: ClientStatus) => void) | undefined;
  /** Told what the server says first on every socket: its limits, and what is left of the quota. */
  readonly onHello?: ((hello: Hello) => void) | undefined;
};

/**
 * Connects to a server, given as `https://example.org`, and stays connected until `close`.
 *
 * @throws {TypeError} for what is no such address.
 */
export function connect(url: string | URL, options: ConnectOptions = {}): Client {
  const origin = originOf(url);
  const Constructor = options.WebSocket ?? globalThis.WebSocket;
  if (Constructor === undefined) {
    throw new TypeError("There is no global WebSocket: give one in the options");
  }
  const headers = callerHeaders(options.apiKey);
  const socket = { url: `${origin.replace("http", "ws")}/api/ws?batch=1`, headers };
  const fetch: typeof globalThis.fetch = options.fetch ?? ((...call) => globalThis.fetch(...call));
  const call = createRestCall({ url: origin, fetch, headers });
  const api = createRestApi(call);
  const link = new Link({
    openSocket: (events) => openSocket(Constructor, socket, events),
    startTimer,
    nowMs: () => performance.now(),
    random: Math.random,
    newId,
    call,
    api,
  }, {
    // A listener that throws must not leave the connection half changed.
    onStatus: (status) => queueMicrotask(() => options.onStatus?.(status)),
    onHello: (hello) => queueMicrotask(() => options.onHello?.(hello)),
  });
  const onClosed = onWake(() => link.wake());
  const client = new Client({ url: origin, link, api, newId, onClosed });
  link.connect();
  return client;
}

function originOf(url: string | URL): string {
  if (URL.canParse(url)) {
    const { protocol, origin } = new URL(url);
    if (/^(http|ws)s?:$/.test(protocol)) return origin.replace(/^ws/, "http");
  }
  throw new TypeError(`The address of a server begins with http:// or https://: got "${url}"`);
}

/** Who calls. Outside of browsers nobody keeps the cookie that makes jobs one's own. */
function callerHeaders(apiKey: string | undefined): Readonly<Record<string, string>> {
  if (apiKey !== undefined && !CAN_SET_HEADERS) {
    throw new TypeError("A browser cannot send an API key: leave it to the server's cookie");
  }
  if (apiKey !== undefined) return { Authorization: `Bearer ${apiKey}` };
  return CAN_SET_HEADERS ? { Cookie: `orpheus_client=${newSecret()}` } : {};
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_")
    .replaceAll("=", "");
}
