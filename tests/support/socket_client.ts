// A client of the WebSocket that keeps all it was told.

import type { ChannelMessage } from "../../src/channel/protocol.ts";
import { isStored } from "../../src/jobs/frame.ts";

type Type = ChannelMessage["type"];
type Message<T extends Type> = Extract<ChannelMessage, { type: T }>;
export type JobFrame = Extract<ChannelMessage, { seq: number }>;

const TIMEOUT_MS = 90_000;
/** The browser's, with the headers a program can send. */
const HeadedSocket = WebSocket as unknown as new (
  url: string,
  options: { readonly headers: Record<string, string> },
) => WebSocket;

export class SocketClient implements AsyncDisposable {
  readonly received: ChannelMessage[] = [];
  /** The code of the socket's end. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #taken = 0;
  #wake = Promise.withResolvers<void>();
  #isClosed = false;

  /** `url`: of the server, over HTTP. */
  constructor(url: string, headers: Record<string, string> = {}) {
    this.#socket = new HeadedSocket(`${url.replace("http", "ws")}/api/ws`, { headers });
    const { promise, resolve } = Promise.withResolvers<number>();
    this.closed = promise;
    this.#socket.onmessage = ({ data }) => {
      this.received.push(JSON.parse(data));
      this.#tell();
    };
    // An end without a Close is an error as well.
    this.#socket.onerror = (event) => event.preventDefault();
    this.#socket.onclose = ({ code }) => {
      this.#isClosed = true;
      this.#tell();
      resolve(code);
    };
  }

  static async open(url: string, headers?: Record<string, string>): Promise<SocketClient> {
    const client = new SocketClient(url, headers);
    await client.next("hello");
    return client;
  }

  /** Objects as JSON, the rest as it is. */
  send(message: object | string | Uint8Array<ArrayBuffer>): void {
    const isRaw = typeof message === "string" || message instanceof Uint8Array;
    this.#socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** The next message of a type, after the last one that was taken. */
  async next<T extends Type>(
    type: T,
    fits: (message: Message<T>) => boolean = () => true,
  ): Promise<Message<T>> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(this.#complaint(type)), TIMEOUT_MS);
    try {
      for (;;) {
        while (this.#taken < this.received.length) {
          const message = this.received[this.#taken++]!;
          if (message.type === type && fits(message as Message<T>)) return message as Message<T>;
        }
        if (this.#isClosed) throw this.#complaint(type);
        await Promise.race([this.#wake.promise, timeout.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** The stored frames of a job so far. */
  storedFrames(jobId: string): JobFrame[] {
    return this.received.filter((message): message is JobFrame =>
      "seq" in message && message.jobId === jobId && isStored(message.type)
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  #tell(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  #complaint(type: Type): Error {
    const last = JSON.stringify(this.received.at(-1))?.slice(0, 500);
    return new Error(`No "${type}" came on the socket; the last message was ${last}`);
  }
}
