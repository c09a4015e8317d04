// One WebSocket that heals itself: it reconnects, sends again what was not answered, and goes on
// watching after the last stored frame seen. Nothing is lost by a break and nothing comes twice.
// The outside (sockets, timers, chance) comes in through `ConnectionPorts`.

import { backoffDelayMs } from "./backoff.ts";
import type { BlendRequest, Channel, SongSearch, Watcher } from "./channel.ts";
import { PendingRequests, type RequestMessage } from "./pending_requests.ts";
import { type SubscriptionPorts, Subscriptions } from "./subscriptions.ts";
import { Unreachable } from "./unreachable.ts";
import type { ClientMessage, Frame, Hello, Job, ServerMessage, SongPage } from "./wire.ts";

/** Longest wait for `hello` after opening. */
export const HELLO_TIMEOUT_MS = 10_000;
/** A socket this silent is dead: the server sends a heartbeat after 20 s of silence. */
export const SILENCE_TIMEOUT_MS = 30_000;
/** After a sleep or a change of network the socket must show this fast that it lives. */
export const PROBE_TIMEOUT_MS = 5_000;
/** A connection that lasted this long clears the count of failures. */
export const STABLE_AFTER_MS = 10_000;
/** The server ends a socket that sends a larger message. */
export const MAX_MESSAGE_BYTES = 16 * 1024;

/** The fifth message against the schema would end a socket for good, and all it carries. */
export const MAX_BAD_REQUESTS = 4;

const NORMAL = 1000;
const HEARTBEAT_LOST = 4000;
const UNREADABLE = 1007;
const FIRST_FINAL_CODE = 4500;
const LAST_FINAL_CODE = 4999;

export type Socket = { send(text: string): void; close(code?: number): void };
export type SocketEvents = { onText(text: string): void; onClose(code: number): void };

export type ConnectionPorts = SubscriptionPorts & {
  openSocket(events: SocketEvents): Socket;
  nowMs(): number;
};

/** `waiting`: broken, and will try again; `ended`: the server does not want this client back. */
export type ConnectionStatus = "connecting" | "open" | "waiting" | "ended" | "closed";

export type ConnectionListener = {
  /** `failures` counts the tries since the last stable connection. */
  onStatus(status: ConnectionStatus, failures: number): void;
  onHello(hello: Hello): void;
};

export class Connection implements Channel {
  readonly #ports: ConnectionPorts;
  readonly #listener: ConnectionListener;
  readonly #requests: PendingRequests;
  readonly #subscriptions: Subscriptions;
  #status: ConnectionStatus = "closed";
  #socket: Socket | undefined;
  #failures = 0;
  #badRequests = 0;
  #openedAtMs = 0;
  #retryAfterMs: number | undefined;
  #stopTimer = () => {};

  constructor(ports: ConnectionPorts, listener: ConnectionListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#requests = new PendingRequests(ports.startTimer, (message) => this.#send(message));
    this.#subscriptions = new Subscriptions(ports, (message) => this.#send(message));
  }

  /** Connects now, whatever happened before. */
  connect(): void {
    this.#drop();
    this.#setStatus("connecting");
    this.#restartTimer(HELLO_TIMEOUT_MS, () => this.#lose(HEARTBEAT_LOST));
    const socket: Socket = this.#ports.openSocket({
      onText: (text) => socket === this.#socket && this.#receive(text),
      onClose: (code) => socket === this.#socket && this.#lose(code),
    });
    this.#socket = socket;
  }

  /** The network is back, or the page is looked at again: do not wait any longer. */
  wake(): void {
    if (this.#status === "waiting") this.connect();
    else if (this.#status === "open") {
      this.#send({ type: "ping" });
      this.#restartTimer(PROBE_TIMEOUT_MS, () => this.#lose(HEARTBEAT_LOST));
    }
  }

  close(): void {
    this.#drop();
    this.#end("closed", closed());
  }

  async generate(request: BlendRequest, signal: AbortSignal): Promise<Job> {
    const { songs, options, idempotencyKey } = request;
    const id = this.#ports.newId();
    const message = { type: "generate" as const, id, songs: [...songs], options, idempotencyKey };
    return (await this.#request(message, signal)).job;
  }

  async search(query: SongSearch, signal: AbortSignal): Promise<SongPage> {
    const message = { type: "search", id: this.#ports.newId(), ...query } as const;
    const { songs, nextCursor } = await this.#request(message, signal);
    return { songs, nextCursor };
  }

  async cancel(jobId: string, signal: AbortSignal): Promise<void> {
    await this.#request({ type: "cancel", id: this.#ports.newId(), jobId }, signal);
  }

  watch(jobId: string, after: number, watcher: Watcher): () => void {
    const stop = this.#subscriptions.add(jobId, after, watcher);
    // Not before the caller can stop it.
    if (this.#isOver) queueMicrotask(() => this.#isOver && this.#subscriptions.end(closed()));
    return stop;
  }

  get #isOver(): boolean {
    return this.#status === "ended" || this.#status === "closed";
  }

  async #request<M extends RequestMessage>(message: M, signal: AbortSignal) {
    if (this.#isOver) throw closed();
    const bytes = new TextEncoder().encode(JSON.stringify(message)).length;
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new RangeError(`A request has at most ${MAX_MESSAGE_BYTES} bytes: it has ${bytes}`);
    }
    return await this.#requests.add(message, signal);
  }

  #receive(text: string): void {
    this.#restartTimer(SILENCE_TIMEOUT_MS, () => this.#lose(HEARTBEAT_LOST));
    const messages = parseMessages(text);
    if (messages === undefined) return this.#lose(UNREADABLE);
    for (const message of messages) this.#handle(message);
  }

  #handle(message: ServerMessage | Frame): void {
    if ("seq" in message) return this.#subscriptions.receive(message);
    switch (message.type) {
      case "hello":
        return this.#open(message);
      case "going_away":
        this.#retryAfterMs = message.retryAfterMs;
        return;
      case "accepted":
        // Whoever submits is subscribed by the server; what nobody watches would fill the line.
        this.#subscriptions.leaveUnwatched(message.job.jobId);
        return void this.#requests.settle(message);
      case "subscribed":
        return this.#subscriptions.begin(message.id, message.job);
      case "unsubscribed":
        return this.#subscriptions.left(message.id);
      case "error":
        return this.#refuse(message);
      default:
        this.#requests.settle(message);
    }
  }

  #refuse(message: Extract<ServerMessage, { type: "error" }>): void {
    const { id, error } = message;
    if (!this.#requests.settle(message) && id !== undefined) this.#subscriptions.refuse(id, error);
    // What one caller got wrong must not be the end of everything else on this socket.
    if (error.code !== "invalid_request" || ++this.#badRequests < MAX_BAD_REQUESTS) return;
    if (this.#socket) this.#lose(NORMAL);
  }

  #open(hello: Hello): void {
    this.#badRequests = 0;
    this.#openedAtMs = this.#ports.nowMs();
    this.#setStatus("open");
    this.#listener.onHello(hello);
    this.#subscriptions.open();
    this.#requests.open();
  }

  #lose(code: number): void {
    const isStable = this.#status === "open" &&
      this.#ports.nowMs() - this.#openedAtMs >= STABLE_AFTER_MS;
    this.#drop(code);
    if (code >= FIRST_FINAL_CODE && code <= LAST_FINAL_CODE) {
      const error = new Unreachable(`The server does not want this client back: ${code}`);
      return this.#end("ended", error);
    }
    const delayMs = this.#retryAfterMs ??
      backoffDelayMs(isStable ? 0 : this.#failures, this.#ports.random());
    this.#retryAfterMs = undefined;
    this.#failures = isStable ? 1 : this.#failures + 1;
    this.#restartTimer(delayMs, () => this.connect());
    this.#setStatus("waiting");
  }

  #end(status: "ended" | "closed", error: Unreachable): void {
    this.#setStatus(status);
    this.#requests.rejectAll(error);
    this.#subscriptions.end(error);
  }

  #drop(code?: number): void {
    this.#stopTimer();
    this.#subscriptions.interrupt();
    this.#requests.interrupt();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code === HEARTBEAT_LOST ? code : undefined);
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #restartTimer(delayMs: number, callback: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#ports.startTimer(callback, delayMs);
  }

  #setStatus(status: ConnectionStatus): void {
    this.#status = status;
    this.#listener.onStatus(status, this.#failures);
  }
}

function closed(): Unreachable {
  return new Unreachable("The connection is closed");
}

/** One message or several; undefined when this is nothing an Orpheus server says. */
function parseMessages(text: string): (ServerMessage | Frame)[] | undefined {
  try {
    const messages: unknown[] = [JSON.parse(text)].flat();
    return messages.every(hasType) ? messages as (ServerMessage | Frame)[] : undefined;
  } catch {
    return undefined;
  }
}

function hasType(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message;
}
