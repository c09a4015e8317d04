// One watcher of one job that comes back after a break as the client library does: after a wait with
// full jitter, on the other server, from the last stored frame it has.

import type { ChannelMessage, ClientMessage } from "../../../src/channel/protocol.ts";
import { backoffDelayMs } from "../../../src/client/backoff.ts";
import { isStored, isTerminalFrame } from "../../../src/jobs/frame.ts";

export type StormWatcherOptions = {
  readonly jobId: string;
  /** Over HTTP; each connection goes to the next one. */
  readonly urls: readonly string[];
  /** Called whenever it is up to date: the frames it missed are there. */
  readonly resumed: () => void;
  readonly ended: () => void;
};

export class StormWatcher {
  readonly jobId: string;
  /** The `seq` of every stored frame it was told, in the order of the telling. */
  readonly seqs: number[] = [];
  readonly #options: StormWatcherOptions;
  #connections = 0;
  #failures = 0;
  #owed = 0;
  #isWaiting = true;
  #hasEnded = false;

  constructor(options: StormWatcherOptions) {
    this.jobId = options.jobId;
    this.#options = options;
    this.#connect();
  }

  #connect(): void {
    const { urls } = this.#options;
    const url = urls[this.#connections++ % urls.length]!;
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/ws?batch=1`);
    socket.onopen = () => socket.send(JSON.stringify(this.#subscription()));
    socket.onmessage = ({ data }) => {
      const messages = JSON.parse(data) as ChannelMessage | ChannelMessage[];
      for (const message of [messages].flat()) this.#take(message, socket);
    };
    socket.onerror = (event) => event.preventDefault();
    socket.onclose = () => {
      if (!this.#hasEnded) setTimeout(() => this.#connect(), this.#delayMs());
    };
  }

  #delayMs(): number {
    return backoffDelayMs(this.#failures++, Math.random());
  }

  #subscription(): ClientMessage {
    this.#isWaiting = true;
    const after = this.seqs.at(-1) ?? 0;
    return { type: "subscribe", id: "1", jobId: this.jobId, after };
  }

  #take(message: ChannelMessage, socket: WebSocket): void {
    if (message.type === "error") return socket.close();
    if (message.type === "subscribed") {
      this.#owed = message.replayed;
      this.#failures = 0;
    } else if ("seq" in message && isStored(message.type)) {
      this.seqs.push(message.seq);
      this.#owed--;
      if (isTerminalFrame(message.type)) return this.#end(socket);
    } else return;
    if (!this.#isWaiting || this.#owed > 0) return;
    this.#isWaiting = false;
    this.#options.resumed();
  }

  #end(socket: WebSocket): void {
    this.#hasEnded = true;
    if (this.#isWaiting) this.#options.resumed();
    this.#options.ended();
    socket.close();
  }
}
