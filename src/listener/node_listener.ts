// The public listener: node:http and `ws` on one port. Every connection has limits in size and time
// that hold before any handler runs: the reasons are in the design, decision 1.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, ListenOptions } from "node:net";
import type { Application, Listener, ListenerOptions } from "./listener.ts";
import { discardRest, requestOf } from "./node_request.ts";
import { writeResponse } from "./node_response.ts";
import { Pipelines } from "./pipelines.ts";
import { connectionsThatFit } from "./open_files.ts";
import { createUpgrader, peerOf, type Upgrader } from "./node_upgrade.ts";

/** Slow headers and bodies get 408 and are closed, at the latest one check after their time. */
export const NODE_TIMEOUTS = {
  headersMs: 8_000,
  requestMs: 12_000,
  checkEveryMs: 1_000,
  keepAliveMs: 15_000,
  /** How long the application may take to decide on an upgrade. */
  decisionMs: 10_000,
  /** How long answers under way may take to finish once the listener is disposed. */
  drainMs: 3_000,
} as const;

const DRAIN_CHECK_MS = 20;

export const MAX_HEADER_BYTES = 16 * 1024;

type Timeouts = { readonly [K in keyof typeof NODE_TIMEOUTS]: number };

/** Listens until disposed. @throws when the port is taken. */
export async function openNodeListener(
  application: Application,
  options: ListenerOptions,
  timeouts: Timeouts = NODE_TIMEOUTS,
): Promise<Listener> {
  const upgrader = createUpgrader(application, {
    ...options,
    decisionMs: timeouts.decisionMs,
  });
  const pipelines = new Pipelines();
  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Known to node, not yet to its types.
      ...{ shouldUpgradeCallback: isUpgrade },
    },
    (incoming, outgoing) => {
      pipelines.take(incoming, outgoing, () => {
        void answer(application, { incoming, outgoing, options });
      });
    },
  );
  const { maxConnections, backlog } = connectionsThatFit(options.maxConnections);
  server.maxConnections = maxConnections;
  server.on("upgrade", (incoming, stream, head) => void upgrader.upgrade(incoming, stream, head));
  await listen(server, { port: options.port, host: options.hostname, backlog });
  return listenerOf(server, upgrader, timeouts.drainMs);
}

type Exchanged = {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly options: Pick<ListenerOptions, "onError">;
};

async function answer(
  application: Application,
  { incoming, outgoing, options }: Exchanged,
): Promise<void> {
  if (incoming.method !== "GET") outgoing.once("finish", () => discardRest(incoming));
  try {
    const request = requestOf(incoming, {
      isOver: () => outgoing.closed,
      isAnswered: () => outgoing.writableFinished,
      onceOver: (callback) => outgoing.once("close", callback),
    });
    const response = request === undefined
      ? new Response(null, { status: 400 })
      : await application.fetch(request, peerOf(incoming));
    await writeResponse(response, outgoing);
  } catch (error) {
    options.onError(error);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end();
  }
}

// `Upgrade: h2c` and the like are offers that a server may leave alone: a plain answer follows. So
// is a handshake with a body, of which it is unclear where its frames begin.
function isUpgrade({ method, headers, httpVersion }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket" &&
    httpVersion !== "1.0" && headers["transfer-encoding"] === undefined &&
    Number(headers["content-length"] ?? 0) === 0;
}

function listen(server: Server, options: ListenOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(options, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}

function listenerOf(server: Server, upgrader: Upgrader, drainMs: number): Listener {
  const { port } = server.address() as AddressInfo;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.once("close", resolve);
  return {
    port,
    maxConnections: server.maxConnections,
    stopAccepting() {
      if (server.listening) server.close();
    },
    async [Symbol.asyncDispose]() {
      this.stopAccepting();
      upgrader.closeAll();
      // An answer that has just finished leaves its connection alive and idle.
      const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
      const end = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(idle);
      clearTimeout(end);
    },
  };
}
