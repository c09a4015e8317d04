// Upgrades on node:http: the application decides before the 101, then `ws` speaks the protocol
// within limits that no peer can talk it out of.

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="@types/ws"
import { type WebSocket, WebSocketServer } from "ws";
import { MAX_CONTROL_FRAMES_PER_MINUTE } from "./control_frame_limit.ts";
import type { Application, ListenerOptions, Peer, Upgrade } from "./listener.ts";
import { requestOf } from "./node_request.ts";
import { writeResponse } from "./node_response.ts";
import { adoptSocket } from "./node_socket.ts";
import { TextFrameEncoder } from "./text_frame_encoder.ts";

/** A message of 16 KiB in honest pieces needs few of them; tiny ones only eat memory. */
export const MAX_FRAGMENTS = 128;
export const MAX_BUFFERED_CHUNKS = 1024;
/** How long a peer may leave our Close without an answer. */
export const CLOSE_TIMEOUT_MS = 2_000;

const GOING_AWAY = 1001;
const REFUSAL_TIMEOUT_MS = 5_000;

export interface Upgrader {
  upgrade(incoming: IncomingMessage, stream: Duplex, head: Buffer): Promise<void>;
  /** Closes every open socket with 1001; who does not answer is freed after CLOSE_TIMEOUT_MS. */
  closeAll(): void;
}

export type UpgraderOptions = Pick<ListenerOptions, "maxMessageBytes" | "onError"> & {
  /** How long the application may take to decide. */
  readonly decisionMs: number;
};

export function createUpgrader(
  application: Application,
  { maxMessageBytes, onError, decisionMs }: UpgraderOptions,
): Upgrader {
  const sockets = new Set<WebSocket>();
  const encoder = new TextFrameEncoder();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    // Known to `ws`, not yet to its types.
    ...{
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      // Else `ws` cuts off without a word whose pings arrive together, as after a standstill.
      maxPendingAutoPongs: MAX_CONTROL_FRAMES_PER_MINUTE,
      closeTimeout: CLOSE_TIMEOUT_MS,
    },
  });

  function accept(incoming: IncomingMessage, stream: Duplex, { head, upgrade }: Accepted): void {
    if (stream.destroyed) return upgrade.abandoned();
    let isOpen = false;
    const lines = linesOf(upgrade);
    const addLines = (list: string[]) => list.push(...lines);
    // The application has chosen the subprotocol: a list that `ws` would refuse does no harm.
    delete incoming.headers["sec-websocket-protocol"];
    server.once("headers", addLines);
    server.handleUpgrade(incoming, stream, head, (ws) => {
      isOpen = true;
      sockets.add(ws);
      ws.once("close", () => sockets.delete(ws));
      freeAfterEnd(ws, stream);
      adoptSocket(ws, stream, { open: upgrade.open, onError, encoder });
    });
    server.off("headers", addLines);
    if (!isOpen) upgrade.abandoned();
  }

  return {
    async upgrade(incoming, stream, head) {
      stream.on("error", () => stream.destroy());
      incoming.socket.setTimeout(decisionMs, () => stream.destroy());
      try {
        const upgrade = await decide(application, incoming, stream).catch((error) => {
          onError(error);
          return new Response(null, { status: 500 });
        });
        if (upgrade instanceof Response) await refuse(incoming, stream, upgrade);
        else accept(incoming, stream, { head, upgrade });
      } catch (error) {
        onError(error);
        stream.destroy();
      }
    },
    closeAll() {
      for (const ws of sockets) ws.close(GOING_AWAY, "The server is stopping");
    },
  };
}

// A peer may end its side and read nothing: `ws` waits until all is taken, and a Close of ours comes
// too late to start its timer.
function freeAfterEnd(ws: WebSocket, stream: Duplex): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  stream.once("end", () => timer = setTimeout(() => ws.terminate(), CLOSE_TIMEOUT_MS));
  ws.once("close", () => clearTimeout(timer));
}

type Accepted = { readonly head: Buffer; readonly upgrade: Upgrade };

async function decide(
  application: Application,
  incoming: IncomingMessage,
  stream: Duplex,
): Promise<Response | Upgrade> {
  const request = requestOf(incoming, {
    isOver: () => stream.destroyed,
    isAnswered: () => false,
    onceOver: (callback) => stream.once("close", callback),
  });
  return request === undefined
    ? new Response(null, { status: 400 })
    : await application.upgrade(request, peerOf(incoming));
}

// A refusal is an answer like any other, and the last on its connection.
async function refuse(
  incoming: IncomingMessage,
  stream: Duplex,
  response: Response,
): Promise<void> {
  if (stream.destroyed) return await response.body?.cancel();
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(incoming.socket);
  incoming.socket.setTimeout(REFUSAL_TIMEOUT_MS);
  outgoing.once("finish", () => incoming.socket.destroySoon());
  await writeResponse(response, outgoing);
}

function linesOf({ headers, protocol }: Upgrade): string[] {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return protocol === undefined ? lines : [...lines, `Sec-WebSocket-Protocol: ${protocol}`];
}

/** The node side of a connection as the application knows it: node:http speaks no TLS here. */
export function peerOf(incoming: IncomingMessage): Peer {
  return { address: incoming.socket.remoteAddress ?? "", isTls: false };
}
