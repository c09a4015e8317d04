// One WebSocket that heals itself: it reconnects, sends again what was not answered, and goes on
// watching after the last stored frame seen. Nothing is lost by a break and nothing comes twice.
// The browser (sockets, timers, chance) comes in through `ConnectionPorts`.

import type {
  ChannelMessage,
  ClientMessage,
  Frame,
  Job,
  SongSummary,
} from "../channel/protocol.ts";
import { backoffDelayMs } from "./backoff.ts";
import { type BlendRequest, type Channel, Unreachable, type Watcher } from "./channel.ts";
import { createFrameCursor, type FrameCursor } from "./frame_cursor.ts";
import { PendingRequests, type RequestMessage, type StartTimer } from "./pending_requests.ts";

/** Longest wait for `hello` after opening. */
export const HELLO_TIMEOUT_MS = 10_000;
/** A socket this silent is dead: the server sends a heartbeat after 20 s of silence. */
export const SILENCE_TIMEOUT_MS = 30_000;
/** After a sleep or a change of network the socket must show this fast that it lives. */
export const PROBE_TIMEOUT_MS = 5_000;
/** A connection that lasted this long clears the count of failures. */
export const STABLE_AFTER_MS = 10_000;

const HEARTBEAT_LOST = 4000;
const FIRST_FINAL_CODE = 4500;
const LAST_FINAL_CODE = 4999;

export type Socket = { send(text: string): void; close(code?: number): void };
export type SocketEvents = { onText(text: string): void; onClose(code: number): void };

export type ConnectionPorts = {
  openSocket(events: SocketEvents): Socket;
  readonly startTimer: StartTimer;
  nowMs(): number;
  random(): number;
  newId(): string;
};

/** `waiting`: broken, and will try again; `ended`: the server does not want this client back. */
export type ConnectionStatus = "connecting" | "open" | "waiting" | "ended" | "closed";
export type Hello = Extract<ChannelMessage, { type: "hello" }>;

export type ConnectionListener = {
  /** `failures` counts the tries since the last stable connection. */
  onStatus(status: ConnectionStatus, failures: number): void;
  onHello(hello: Hello): void;
};

type Watch = {
  readonly watcher: Watcher;
  readonly cursor: FrameCursor;
  /** The `subscribe` whose answer must come before any frame counts. */
  subscribeId: string;
  isLive: boolean;
};

export class Connection implements Channel {
  readonly #ports: ConnectionPorts;
  readonly #listener: ConnectionListener;
  readonly #requests: PendingRequests;
  readonly #watches = new Map<string, Watch>();
  #status: ConnectionStatus = "closed";
  #socket: Socket | undefined;
  #failures = 0;
  #openedAtMs = 0;
  #retryAfterMs: number | undefined;
  #stopTimer = () => {};

  constructor(ports: ConnectionPorts, listener: ConnectionListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#requests = new PendingRequests(ports.startTimer);
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
    this.#setStatus("closed");
    this.#requests.rejectAll(new Unreachable("The connection was closed"));
  }

  async generate(request: BlendRequest, signal: AbortSignal): Promise<Job> {
    const message = { type: "generate", id: this.#ports.newId(), ...request } as const;
    return (await this.#request(message, signal)).job;
  }

  async search(q: string, limit: number, signal: AbortSignal): Promise<SongSummary[]> {
    const message = { type: "search", id: this.#ports.newId(), q, limit } as const;
    return (await this.#request(message, signal)).songs;
  }

  async cancel(jobId: string, signal: AbortSignal): Promise<void> {
    await this.#request({ type: "cancel", id: this.#ports.newId(), jobId }, signal);
  }

  watch(jobId: string, after: number, watcher: Watcher): () => void {
    const watch = { watcher, cursor: createFrameCursor(after), subscribeId: "", isLive: false };
    this.#watches.set(jobId, watch);
    if (this.#status === "open") this.#subscribe(jobId, watch);
    return () => {
      if (this.#watches.get(jobId) !== watch) return;
      this.#watches.delete(jobId);
      this.#sendIfOpen({ type: "unsubscribe", id: this.#ports.newId(), jobId });
    };
  }

  #request<M extends RequestMessage>(message: M, signal: AbortSignal) {
    const answer = this.#requests.add(message, signal);
    if (!signal.aborted) this.#sendIfOpen(message);
    return answer;
  }

  #subscribe(jobId: string, watch: Watch): void {
    watch.isLive = false;
    watch.subscribeId = this.#ports.newId();
    const after = watch.cursor.seq();
    this.#send({ type: "subscribe", id: watch.subscribeId, jobId, after });
  }

  #receive(text: string): void {
    this.#restartTimer(SILENCE_TIMEOUT_MS, () => this.#lose(HEARTBEAT_LOST));
    const batch = JSON.parse(text) as ChannelMessage | ChannelMessage[];
    for (const message of Array.isArray(batch) ? batch : [batch]) this.#handle(message);
  }

  #handle(message: ChannelMessage): void {
    if ("seq" in message) return this.#receiveFrame(message);
    switch (message.type) {
      case "hello":
        return this.#open(message);
      case "going_away":
        this.#retryAfterMs = message.retryAfterMs;
        return;
      case "subscribed":
        return this.#beginWatch(message.id, message.job);
      case "error":
        if (!this.#requests.settle(message)) this.#refuseWatch(message);
        return;
      default:
        this.#requests.settle(message);
    }
  }

  #receiveFrame(frame: Frame): void {
    const watch = this.#watches.get(frame.jobId);
    if (watch?.isLive && watch.cursor.accept(frame)) watch.watcher.onFrame(frame);
  }

  #open(hello: Hello): void {
    this.#openedAtMs = this.#ports.nowMs();
    this.#setStatus("open");
    this.#listener.onHello(hello);
    for (const [jobId, watch] of this.#watches) this.#subscribe(jobId, watch);
    for (const message of this.#requests.messages()) this.#send(message);
  }

  #beginWatch(id: string, job: Job): void {
    const watch = this.#watches.get(job.jobId);
    if (watch?.subscribeId !== id) return;
    watch.isLive = true;
    watch.watcher.onJob(job);
  }

  #refuseWatch({ id, error }: Extract<ChannelMessage, { type: "error" }>): void {
    for (const [jobId, watch] of this.#watches) {
      if (watch.subscribeId !== id) continue;
      this.#watches.delete(jobId);
      watch.watcher.onRefused(error);
    }
  }

  #lose(code: number): void {
    const isStable = this.#status === "open" &&
      this.#ports.nowMs() - this.#openedAtMs >= STABLE_AFTER_MS;
    this.#drop(code);
    if (code >= FIRST_FINAL_CODE && code <= LAST_FINAL_CODE) {
      this.#setStatus("ended");
      return this.#requests.rejectAll(new Unreachable("The server closed the connection"));
    }
    const delayMs = this.#retryAfterMs ??
      backoffDelayMs(isStable ? 0 : this.#failures, this.#ports.random());
    this.#retryAfterMs = undefined;
    this.#failures = isStable ? 1 : this.#failures + 1;
    this.#restartTimer(delayMs, () => this.connect());
    this.#setStatus("waiting");
  }

  #drop(code?: number): void {
    this.#stopTimer();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code === HEARTBEAT_LOST ? code : undefined);
  }

  #sendIfOpen(message: ClientMessage): void {
    if (this.#status === "open") this.#send(message);
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
