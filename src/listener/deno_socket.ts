// The native WebSocket as the application sees it. What it lacks is made up for as far as that can
// be done from outside: it has no `terminate`, no ping, no event when its buffer drains.

import { Buffer } from "node:buffer";
import type { ListenerOptions, Socket, SocketHandler, Upgrade } from "./listener.ts";

const IDLE_TIMEOUT_SECONDS = 45;
/** How often sockets with bytes piled up are looked at. */
const DRAIN_CHECK_MS = 50;
const GOING_AWAY = 1001;
const TOO_LARGE = 1009;
const ABNORMAL = 1006;

type Options = Pick<ListenerOptions, "maxMessageBytes" | "onError">;

export class DenoSockets {
  readonly #options: Options;
  readonly #open = new Set<DenoSocket>();
  readonly #piled = new Set<DenoSocket>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  accept(request: Request, upgrade: Upgrade): Response {
    let upgraded: Deno.WebSocketUpgrade;
    try {
      upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_SECONDS });
    } catch {
      upgrade.abandoned();
      return new Response(null, { status: 400 });
    }
    const { socket: ws, response } = upgraded;
    // `protocol` among the options would be looked for in a list split at ", " alone.
    const { protocol } = upgrade;
    if (protocol !== undefined) response.headers.set("Sec-WebSocket-Protocol", protocol);
    for (const [name, value] of upgrade.headers) response.headers.append(name, value);
    ws.binaryType = "arraybuffer";
    ws.onopen = () => this.#adopt(ws, upgrade);
    ws.onclose = upgrade.abandoned;
    return response;
  }

  terminateAll(): void {
    for (const socket of this.#open) socket.terminate();
    this.#watch();
  }

  #adopt(ws: WebSocket, upgrade: Upgrade): void {
    const socket = new DenoSocket(ws, this.#options, () => {
      this.#piled.add(socket);
      this.#watch();
    });
    this.#open.add(socket);
    socket.start(upgrade.open, () => {
      this.#open.delete(socket);
      this.#piled.delete(socket);
      this.#watch();
    });
  }

  #watch(): void {
    if (this.#piled.size > 0) {
      this.#timer ??= setInterval(() => this.#check(), DRAIN_CHECK_MS);
      return;
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    for (const socket of this.#piled) {
      if (socket.bufferedBytes > 0) continue;
      this.#piled.delete(socket);
      socket.tellDrained();
    }
    this.#watch();
  }
}

class DenoSocket implements Socket {
  readonly #ws: WebSocket;
  readonly #options: Options;
  readonly #piledUp: () => void;
  #handler: SocketHandler | undefined;
  #closed = () => {};

  constructor(ws: WebSocket, options: Options, piledUp: () => void) {
    this.#ws = ws;
    this.#options = options;
    this.#piledUp = piledUp;
  }

  start(open: Upgrade["open"], closed: () => void): void {
    this.#closed = closed;
    this.#ws.onclose = ({ code }) => this.#end(code || ABNORMAL);
    this.#ws.onerror = () => {/* onclose follows */};
    this.#ws.onmessage = ({ data }) => this.#guard(() => this.#receive(data));
    this.#guard(() => this.#handler = open(this));
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  send(text: string): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    this.#ws.send(text);
    if (this.#ws.bufferedAmount > 0) this.#piledUp();
  }

  close(code: number, reason: string): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.close(code, reason);
  }

  /** The application is rid of it at once; the bytes only when the peer lets go. */
  terminate(): void {
    this.close(GOING_AWAY, "");
    this.#end(ABNORMAL);
  }

  /** The native side pings by itself and closes when no pong comes. */
  ping(): void {
    queueMicrotask(() => this.#guard(() => this.#handler?.pong()));
  }

  tellDrained(): void {
    this.#guard(() => this.#handler?.drained());
  }

  #receive(data: unknown): unknown {
    if (typeof data !== "string") return this.#handler?.binary();
    const { maxMessageBytes } = this.#options;
    if (data.length > maxMessageBytes || Buffer.byteLength(data) > maxMessageBytes) {
      return this.close(TOO_LARGE, "Message too large");
    }
    return this.#handler?.message(data);
  }

  // Closing can be told twice, and after `terminate` once more.
  #end(code: number): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#closed();
    this.#guard(() => handler?.closed(code));
  }

  #guard(run: () => unknown): void {
    try {
      const outcome = run();
      // The types let a handler be asynchronous; nobody else would hear of its failure.
      if (outcome instanceof Promise) outcome.catch((error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#options.onError(error);
    this.terminate();
  }
}
