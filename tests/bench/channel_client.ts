// A client of the channel that notes when each message came.

import type { ChannelMessage } from "../../src/channel/protocol.ts";

export const SONGS = ["The Entertainer - Scott Joplin", "Greensleeves", "Korobeiniki"];

export type TimedMessage = { readonly message: ChannelMessage; readonly atMs: number };

const WAIT_MS = 90_000;

export async function openChannelClient(origin: string): Promise<ChannelClient> {
  const client = new ChannelClient(new WebSocket(`${origin.replace("http", "ws")}/api/ws`));
  await client.until(({ type }) => type === "hello");
  return client;
}

export class ChannelClient implements Disposable {
  readonly #socket: WebSocket;
  readonly #messages: TimedMessage[] = [];
  readonly #news = new EventTarget();
  #closeCode: number | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#messages.push({ message: JSON.parse(data), atMs: performance.now() });
      this.#news.dispatchEvent(new Event("news"));
    };
    socket.onclose = ({ code }) => {
      this.#closeCode = code;
      this.#news.dispatchEvent(new Event("news"));
    };
  }

  /** Submits three songs and gives the time at which it did. */
  submit(id: string, options: Readonly<Record<string, unknown>>): number {
    const atMs = performance.now();
    this.#socket.send(JSON.stringify({ type: "generate", id, songs: SONGS, options }));
    return atMs;
  }

  /** Resolves with the id of the job that a submit became. */
  async accepted(id: string): Promise<string> {
    const { message } = await this.until((message) =>
      (message.type === "accepted" || message.type === "error") && message.id === id
    );
    if (message.type === "accepted") return message.job.jobId;
    throw new Error(`The server refused a blend: ${JSON.stringify(message)}`);
  }

  /** Resolves with the first message that fits, of those that came and those to come. */
  async until(fits: (message: ChannelMessage) => boolean): Promise<TimedMessage> {
    const deadline = AbortSignal.timeout(WAIT_MS);
    while (true) {
      const found = this.#messages.find(({ message }) => fits(message));
      if (found) return found;
      if (this.#closeCode !== undefined) {
        throw new Error(`The server closed the socket: ${this.#closeCode}`);
      }
      await this.#untilNews(deadline);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  async #untilNews(deadline: AbortSignal): Promise<void> {
    deadline.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = () => reject(new Error("The message did not come in time"));
    deadline.addEventListener("abort", fail, { once: true });
    this.#news.addEventListener("news", () => resolve(), { once: true });
    await promise.finally(() => deadline.removeEventListener("abort", fail));
  }
}
