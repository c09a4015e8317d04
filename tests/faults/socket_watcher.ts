// Watches jobs over one WebSocket.

import { isTerminalFrame } from "../../src/jobs/frame.ts";
import type { ChannelMessage, ClientMessage } from "../../src/channel/protocol.ts";
import { pauseUnless } from "./pause_unless.ts";
import { ToldJobs } from "./told_jobs.ts";
import type { TransportWatcher, WatcherOptions } from "./watcher.ts";

/** Above the heartbeat of the server. */
const SILENCE_MS = 30_000;

export class SocketWatcher implements TransportWatcher {
  readonly told = new ToldJobs("a WebSocket");
  readonly #options: WatcherOptions;
  readonly #closed = new AbortController();
  readonly #life: Promise<void>;
  #socket: WebSocket | undefined;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#life = this.#live();
  }

  watch(jobId: string): void {
    if (this.told.add(jobId) && this.#socket?.readyState === WebSocket.OPEN) {
      this.#subscribe(jobId);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#socket?.close();
    await this.#life;
  }

  async #live(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      await this.#connect();
      await pauseUnless(this.#closed.signal);
    }
  }

  /** Resolves when the connection is over, or could not be made. */
  #connect(): Promise<void> {
    const { url, stayMs } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = new WebSocket(`${url().replace("http", "ws")}/api/ws`);
    this.#socket = socket;
    const leave = () => socket.close();
    let silence = setTimeout(leave, SILENCE_MS);
    const stay = stayMs && setTimeout(leave, stayMs());
    socket.onmessage = ({ data }) => {
      clearTimeout(silence);
      silence = setTimeout(leave, SILENCE_MS);
      this.#take(JSON.parse(data));
    };
    socket.onerror = (event) => event.preventDefault();
    socket.onclose = () => {
      clearTimeout(silence);
      clearTimeout(stay);
      resolve();
    };
    return promise;
  }

  #take(message: ChannelMessage): void {
    if (message.type === "hello") {
      for (const jobId of this.told.jobIds) this.#subscribe(jobId);
    }
    // Refused while the database is away: a client begins anew, as after any break.
    if (message.type === "error") this.#socket?.close();
    if (!("seq" in message)) return;
    this.told.take(message);
    if (!isTerminalFrame(message.type)) return;
    this.#send({ type: "unsubscribe", id: message.jobId, jobId: message.jobId });
  }

  /** A socket carries so many jobs only: those that have ended need none. */
  #subscribe(jobId: string): void {
    if (this.told.hasEnded(jobId)) return;
    const after = this.told.lastSeq(jobId);
    this.#send({ type: "subscribe", id: jobId, jobId, after });
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
