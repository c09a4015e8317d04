// One socket of `ws` as the application sees it.

// @ts-types="@types/ws"
import type { WebSocket } from "ws";
import type { Duplex } from "node:stream";
import type { Socket, SocketHandler, Upgrade } from "./listener.ts";
import type { TextFrameEncoder } from "./text_frame_encoder.ts";

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
  const guard = (run: () => void) => {
    try {
      run();
    } catch (error) {
      onError(error);
      ws.terminate();
    }
  };
  // A broken rule of the protocol: `ws` closes with the right code, and "close" follows.
  ws.on("error", () => {});
  guard(() => {
    const handler: SocketHandler = open(new NodeSocket(ws, stream, encoder));
    ws.on("message", (data, isBinary) =>
      guard(() => {
        if (isBinary) handler.binary();
        else handler.message(String(data));
      }));
    ws.on("pong", () => guard(() => handler.pong()));
    stream.on("drain", () => guard(() => handler.drained()));
    ws.once("close", (code) => guard(() => handler.closed(code)));
  });
}

class NodeSocket implements Socket {
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #encoder: TextFrameEncoder;

  constructor(ws: WebSocket, stream: Duplex, encoder: TextFrameEncoder) {
    this.#ws = ws;
    this.#stream = stream;
    this.#encoder = encoder;
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  /** Beside `ws`, which has no frame half sent: nothing here is compressed or in fragments. */
  send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#stream.write(this.#encoder.encode(text));
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  ping(): void {
    this.#ws.ping();
  }
}
