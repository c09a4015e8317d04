// One socket of `ws` as the application sees it.

// @ts-types="@types/ws"
import type { WebSocket } from "ws";
import type { Duplex } from "node:stream";
import { ControlFrameLimit } from "./control_frame_limit.ts";
import type { Socket, SocketHandler, Upgrade } from "./listener.ts";
import type { TextFrameEncoder } from "./text_frame_encoder.ts";

/** What a peer may still send once we have sent a Close; more cuts it off. */
export const MAX_BYTES_AFTER_CLOSE = 256 * 1024;

const POLICY_VIOLATION = 1008;

/**
 * Hands an open socket to the application. Whatever a handler throws ends this socket, never the
 * process.
 */
export function adoptSocket(
  ws: WebSocket,
  stream: Duplex,
  { open, onError, encoder }: {
    readonly open: Upgrade["open"];
    readonly onError: (error: unknown) => void;
    readonly encoder: TextFrameEncoder;
  },
): void {
  const fail = (error: unknown) => {
    onError(error);
    ws.terminate();
  };
  const guard = (run: () => unknown) => {
    try {
      const outcome = run();
      // The types let a handler be asynchronous; nobody else would hear of its failure.
      if (outcome instanceof Promise) outcome.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  const socket = new NodeSocket(ws, stream, encoder);
  const limit = new ControlFrameLimit();
  const count = () => {
    if (!limit.allows(performance.now())) socket.close(POLICY_VIOLATION, "Too many pings");
  };
  // A broken rule of the protocol: `ws` closes with the right code, and "close" follows.
  ws.on("error", () => socket.limitRest());
  guard(() => {
    const handler: SocketHandler = open(socket);
    ws.on(
      "message",
      (data, isBinary) => guard(() => isBinary ? handler.binary() : handler.message(String(data))),
    );
    ws.on("ping", count);
    ws.on("pong", () => {
      count();
      guard(() => handler.pong());
    });
    stream.on("drain", () => guard(() => handler.drained()));
    ws.once("close", (code) => guard(() => handler.closed(code)));
  });
}

class NodeSocket implements Socket {
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #encoder: TextFrameEncoder;
  #isRestLimited = false;

  constructor(ws: WebSocket, stream: Duplex, encoder: TextFrameEncoder) {
    this.#ws = ws;
    this.#stream = stream;
    this.#encoder = encoder;
  }

  get bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  /** Beside `ws`, which has no frame half sent: nothing here is compressed or in fragments. */
  send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#stream.write(this.#encoder.encode(text));
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
    this.limitRest();
  }

  // `ws` reads on until the peer has answered the Close: closing at once would make the peer's
  // system throw the Close away.
  limitRest(): void {
    if (this.#isRestLimited) return;
    this.#isRestLimited = true;
    let rest = 0;
    this.#stream.on("data", ({ length }: Uint8Array) => {
      rest += length;
      if (rest > MAX_BYTES_AFTER_CLOSE) this.#ws.terminate();
    });
  }

  terminate(): void {
    this.#ws.terminate();
  }

  ping(): void {
    this.#ws.ping();
  }
}
