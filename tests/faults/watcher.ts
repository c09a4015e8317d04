// A client that watches jobs over a WebSocket as the contract tells clients to: after any break it
// comes back, on whichever server is there, and resumes each job after the last frame it has.

import { isStored, isTerminalFrame } from "../../src/jobs/frame.ts";
import type { ChannelMessage, ClientMessage } from "../../src/channel/protocol.ts";
import type { JobFrame } from "../support/socket_client.ts";

const RECONNECT_MS = 100;
/** Above the heartbeat of the server. */
const SILENCE_MS = 30_000;
const END_TIMEOUT_MS = 60_000;

export class Watcher implements AsyncDisposable {
  readonly #url: () => string;
  readonly #frames = new Map<string, JobFrame[]>();
  readonly #ends = new Map<string, PromiseWithResolvers<JobFrame>>();
  readonly #isClosed = Promise.withResolvers<void>();
  readonly #life: Promise<void>;
  #isOpen = true;
  #socket: WebSocket | undefined;
  #connections = 0;

  /** `url`: of the server to watch on, over HTTP, at the time of each connection. */
  constructor(url: () => string) {
    this.#url = url;
    this.#life = this.#live();
  }

  /** How often it had to connect. */
  get connections(): number {
    return this.#connections;
  }

  /** From its first frame on. */
  watch(jobId: string): void {
    if (this.#frames.has(jobId)) return;
    this.#frames.set(jobId, []);
    this.#ends.set(jobId, Promise.withResolvers());
    if (this.#socket?.readyState === WebSocket.OPEN) this.#subscribe(jobId);
  }

  /** Every stored frame of the job it was told, in the order of the telling. */
  framesOf(jobId: string): readonly JobFrame[] {
    return this.#frames.get(jobId) ?? [];
  }

  get jobIds(): readonly string[] {
    return [...this.#frames.keys()];
  }

  /** Resolves with the job's terminal frame. */
  async end(jobId: string): Promise<JobFrame> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(this.#complaint(jobId)), END_TIMEOUT_MS);
    try {
      return await Promise.race([this.#ends.get(jobId)!.promise, timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false;
    this.#isClosed.resolve();
    this.#socket?.close();
    await this.#life;
  }

  async #live(): Promise<void> {
    while (this.#isOpen) {
      await this.#connect();
      if (this.#isOpen) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, RECONNECT_MS);
    await Promise.race([promise, this.#isClosed.promise]);
    clearTimeout(timer);
  }

  /** Resolves when the connection is over, or could not be made. */
  #connect(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = new WebSocket(`${this.#url().replace("http", "ws")}/api/ws`);
    this.#socket = socket;
    let timer = setTimeout(() => socket.close(), SILENCE_MS);
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.close(), SILENCE_MS);
      this.#take(JSON.parse(data));
    };
    socket.onerror = (event) => event.preventDefault();
    socket.onclose = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }

  #take(message: ChannelMessage): void {
    if (message.type === "hello") {
      this.#connections++;
      for (const jobId of this.#frames.keys()) this.#subscribe(jobId);
    }
    // Refused while the database is away: a client begins anew, as after any break.
    if (message.type === "error") this.#socket?.close();
    if (!("seq" in message) || !isStored(message.type)) return;
    this.#frames.get(message.jobId)?.push(message);
    if (!isTerminalFrame(message.type)) return;
    this.#ends.get(message.jobId)?.resolve(message);
    this.#send({ type: "unsubscribe", id: message.jobId, jobId: message.jobId });
  }

  /** A socket carries so many jobs only: those that have ended need none. */
  #subscribe(jobId: string): void {
    const last = this.framesOf(jobId).at(-1);
    if (last && isTerminalFrame(last.type)) return;
    const after = last?.seq ?? 0;
    this.#send({ type: "subscribe", id: jobId, jobId, after });
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #complaint(jobId: string): Error {
    const last = JSON.stringify(this.framesOf(jobId).at(-1));
    return new Error(`The job ${jobId} does not end; the last frame was ${last}`);
  }
}
