// A reader of server-sent events as browsers are: it keeps the last id and comes back with it
// whenever the stream ends, until it is told to stop. It judges each event.

import type { Frame } from "../../src/channel/protocol.ts";
import type { ChannelProcess } from "./channel_process.ts";
import { type ClientOptions, type Cut, type ResumeClient, RETRY_MS } from "./resume_client.ts";
import { ToldFrames } from "./told_frames.ts";
import type { WrittenJob } from "./written_job.ts";

type StreamOptions = ClientOptions & {
  readonly job: WrittenJob;
  /** Undefined: from the first frame. */
  readonly after: number | undefined;
  /** The first cursor goes into the address: browsers send an id only once they have one. */
  readonly isInQuery: boolean;
};

export class StreamWatcher implements ResumeClient {
  readonly #options: StreamOptions;
  #process: number;
  #lastEventId: string | undefined;
  #told: ToldFrames;
  #line = new AbortController();
  #isNoticed = true;
  #connections = 0;
  #isStopped = false;
  #isReading = true;
  #read = Promise.withResolvers<void>();

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#process = options.process;
    if (!options.isInQuery) this.#lastEventId = options.after?.toString();
    this.#told = this.#begin();
    void this.#live();
  }

  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    this.#read.resolve();
    this.#read = Promise.withResolvers();
  }

  cut({ isNoticed }: Cut): void {
    this.#isNoticed = isNoticed;
    this.#line.abort();
    this.#line = new AbortController();
    void this.#live();
  }

  moveTo(process: number, cut: Cut): void {
    this.#process = process;
    this.cut(cut);
  }

  reload(): void {
    if (this.#isStopped && !this.#options.job.isRemoved) this.cut({ isNoticed: true });
  }

  debts(): string[] {
    const { job } = this.#options;
    if (job.isRemoved || this.#told.isComplete) return [];
    return [`the stream stands at ${this.#told.cursor} of ${job.lastSeq}`];
  }

  close(): void {
    this.#connections++;
    this.#line.abort();
  }

  /** Comes back again and again, for as long as nobody else does in its place. */
  async #live(): Promise<void> {
    const connection = ++this.#connections;
    this.#isStopped = false;
    while (connection === this.#connections && !this.#isStopped) {
      const { signal } = this.#line;
      await this.#connect(signal).catch((error) => {
        if (error.name !== "AbortError") throw error;
      });
      if (connection === this.#connections) await this.#options.world.sleep(RETRY_MS);
    }
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { world, job } = this.#options;
    const process = world.processes[this.#process]!;
    this.#told = this.#begin();
    const { changes } = job;
    const answer = await process.fetch(this.#path, this.#headers, this.#peerGone(signal));
    signal.throwIfAborted();
    if (answer.status === 200) return await this.#readAll(answer, process, signal);
    void answer.body?.cancel();
    if (answer.status === 503) return;
    this.#isStopped = true;
    if (answer.status === 404 && job.isRemoved) return;
    const isDue = answer.status === 204 && this.#told.isComplete;
    if (!isDue && job.changes === changes) this.#offend(`answered ${answer.status}`);
  }

  // A server that notices nothing goes on writing.
  #peerGone(signal: AbortSignal): AbortSignal {
    const seen = new AbortController();
    signal.addEventListener("abort", () => this.#isNoticed && seen.abort(), { once: true });
    return seen.signal;
  }

  get #path(): string {
    const { job, after, isInQuery } = this.#options;
    const query = isInQuery && after !== undefined ? `?after=${after}` : "";
    return `/api/jobs/${job.jobId}/events${query}`;
  }

  get #headers(): Record<string, string> {
    return this.#lastEventId === undefined ? {} : { "Last-Event-ID": this.#lastEventId };
  }

  #begin(): ToldFrames {
    const { job, after = 0 } = this.#options;
    const offend = (offence: string) => this.#offend(offence);
    return new ToldFrames(job, { after: Number(this.#lastEventId ?? after), offend });
  }

  async #readAll(answer: Response, process: ChannelProcess, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted || process.killed.aborted;
    const reader = answer.body!.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      while (!this.#isReading && !isOver()) await this.#read.promise;
      const { value, done } = await reader.read();
      if (isOver()) return;
      if (done) break;
      const events = (text + decoder.decode(value)).split("\n\n");
      text = events.pop()!;
      for (const event of events) this.#take(event);
    }
    if (!process.isStopping && !this.#told.isAtEnd) this.#offend("an end before the end");
  }

  #take(event: string): void {
    const { id, data } = fieldsOf(event);
    if (data === undefined) return;
    const frame = JSON.parse(data) as Frame;
    if (id !== String(frame.seq)) this.#offend(`the id ${id} of ${frame.seq}`);
    this.#lastEventId = id;
    this.#told.take(frame);
  }

  #offend(offence: string): void {
    this.#options.world.offend(`stream: ${offence}`);
  }
}

function fieldsOf(event: string): Record<string, string> {
  return Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
}
