// A process with one listener, `node` or `deno`, behind the handshake and the HTTP edge it runs with.
// It prints its port. Its sockets send back what they get, binary as text, and obey some words.

import { refuseUpgrade } from "../../src/http/socket.ts";
import type { ListenerOptions, Socket, SocketHandler } from "../../src/listener/listener.ts";
import { createHttpWorld } from "./http_world.ts";
import { openToAll } from "./open_to_all.ts";

/** Over the longest length that is told in 16 bits. */
export const ECHO_MAX_BYTES = 128 * 1024;

const MAX_SOCKETS = 100_000;

if (import.meta.main) await listen(Deno.args[0]);

async function listen(kind: string | undefined): Promise<void> {
  const { app, jobs } = createHttpWorld();
  const decide = openToAll({ sessions: { open: echoOn as never }, jobs }, MAX_SOCKETS);
  const options: ListenerOptions = {
    hostname: "127.0.0.1",
    port: 0,
    maxMessageBytes: ECHO_MAX_BYTES,
    maxConnections: MAX_SOCKETS,
    onError: () => {},
  };
  const open = await openerOf(kind);
  const { port } = await open({
    fetch: (request, peer) => app.fetch(request, peer),
    upgrade: (request, peer) =>
      decide(request, peer).catch((refusal) => refuseUpgrade(app, request, { peer, refusal })),
  }, options);
  await Deno.stdout.write(new TextEncoder().encode(`${port}\n`));
}

// One of the two alone: they do not go together in a process.
async function openerOf(kind: string | undefined) {
  return kind === "deno"
    ? (await import("../../src/listener/deno_listener.ts")).openDenoListener
    : (await import("../../src/listener/node_listener.ts")).openNodeListener;
}

function echoOn(socket: Socket, { onClosed }: { readonly onClosed: () => void }): SocketHandler {
  return {
    message: (text) => obey(text, socket),
    binary: () => socket.send("binary"),
    pong: () => {},
    drained: () => {},
    closed: onClosed,
  };
}

function obey(text: string, socket: Socket): void | Promise<never> {
  switch (text) {
    case "close":
      return socket.close(4005, "As told");
    case "terminate":
      return socket.terminate();
    case "throw":
      throw new Error("As told");
    case "throw later":
      return Promise.reject(new Error("As told"));
    default:
      socket.send(text);
  }
}
