// The second listener: Deno.serve and its own WebSocket, for trusted networks and Deno Deploy. It has
// no limits on slow peers, on connections or on fragments: the design, decision 1, says what follows.

import type { Application, Listener, ListenerOptions, Peer } from "./listener.ts";
import { DenoSockets } from "./deno_socket.ts";

const DISPOSE_TIMEOUT_MS = 2_000;

type Parts = {
  readonly application: Application;
  readonly options: ListenerOptions;
  readonly sockets: DenoSockets;
};

/** Listens until disposed. @throws when the port is taken. */
export function openDenoListener(
  application: Application,
  options: ListenerOptions,
): Promise<Listener> {
  const sockets = new DenoSockets(options);
  const server = Deno.serve(
    {
      hostname: options.hostname,
      port: options.port,
      onListen: () => {},
      onError: (error) => {
        options.onError(error);
        return new Response(null, { status: 500 });
      },
    },
    (request, info) => answer(request, info, { application, options, sockets }),
  );
  return Promise.resolve(listenerOf(server, sockets));
}

async function answer(
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
  { application, sockets }: Parts,
): Promise<Response> {
  const peer: Peer = { address: info.remoteAddr.hostname, isTls: false };
  const seen = detach(request, info);
  if (seen === undefined) return new Response(null, { status: 400 });
  if (!isUpgrade(request)) return await application.fetch(seen, peer);
  if (!request.headers.has("Host")) return new Response(null, { status: 400 });
  const upgrade = await application.upgrade(seen, peer);
  return upgrade instanceof Response ? upgrade : sockets.accept(request, upgrade);
}

// The native signal also aborts after a good answer, and says so on stderr once it is looked at.
function detach(
  { url, method, headers, body }: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
): Request | undefined {
  const controller = new AbortController();
  info.completed.catch(() => controller.abort());
  try {
    return new Request(url, { method, headers, body, signal: controller.signal });
  } catch {
    // fetch knows no TRACE.
    return undefined;
  }
}

function isUpgrade({ method, headers }: Request): boolean {
  return method === "GET" && headers.get("Upgrade")?.toLowerCase() === "websocket" &&
    /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headers.get("Connection") ?? "");
}

function listenerOf(server: Deno.HttpServer<Deno.NetAddr>, sockets: DenoSockets): Listener {
  let stopping: Promise<void> | undefined;
  return {
    port: server.addr.port,
    maxConnections: Infinity,
    stopAccepting() {
      stopping ??= server.shutdown();
    },
    async [Symbol.asyncDispose]() {
      sockets.terminateAll();
      this.stopAccepting();
      // It waits for ever on a peer that does not read.
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, DISPOSE_TIMEOUT_MS);
      await Promise.race([stopping, promise]);
      clearTimeout(timer);
    },
  };
}
