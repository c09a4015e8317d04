// A client that polls as the contract says: it waits for what is later than the `seq` it has and then
// reads those frames, or waits for what differs from the tag it has, and comes back at once. It
// judges each answer.

import type { Frame, Job } from "../../src/channel/protocol.ts";
import type { ChannelProcess } from "./channel_process.ts";
import { type ClientOptions, type Cut, type ResumeClient, RETRY_MS } from "./resume_client.ts";
import { ToldFrames } from "./told_frames.ts";
import type { WrittenJob } from "./written_job.ts";

const WAIT_SECONDS = 30;
/** Frames read at once. */
const PAGE = 100;
/** More than any run brings news. */
const MAX_ANSWERS = 500;

type PollOptions = ClientOptions & {
  readonly job: WrittenJob;
  /** The first cursor; undefined: it goes by tags. */
  readonly after: number | undefined;
  /** Beside a cursor also the tag. Without one a wait in vain is answered with the job. */
  readonly sendsTag: boolean;
};

export class PollWatcher implements ResumeClient {
  readonly #options: PollOptions;
  readonly #told: ToldFrames | undefined;
  #process: number;
  #tag: string | undefined;
  #shown: Job | undefined;
  #line = new AbortController();
  #isNoticed = true;
  #isReading = true;
  #read = Promise.withResolvers<void>();
  #connections = 0;
  #answers = 0;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#process = options.process;
    const { job, after } = options;
    const offend = (offence: string) => void this.#offend(offence);
    if (after !== undefined) this.#told = new ToldFrames(job, { after, offend });
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

  reload(): void {}

  get #after(): number | undefined {
    return this.#told?.cursor;
  }

  debts(): string[] {
    const { job } = this.#options;
    if (job.isRemoved) return [];
    if (this.#told?.isComplete === false) return [`the poll stands at ${this.#told.cursor}`];
    // Who has asked for what comes later still, or has its frames, waits for nothing.
    const isAhead = (this.#after ?? 0) >= job.lastSeq && this.#shown?.seq !== job.lastSeq;
    const isSame = JSON.stringify(this.#shown) === JSON.stringify(job.job);
    return isAhead || isSame ? [] : [`the poll shows ${this.#shown?.status} ${this.#shown?.seq}`];
  }

  close(): void {
    this.#connections++;
    this.#line.abort();
  }

  async #live(): Promise<void> {
    const connection = ++this.#connections;
    const { job, world } = this.#options;
    for (;;) {
      while (!this.#isReading) await this.#read.promise;
      if (connection !== this.#connections || job.isRemoved) return;
      const isAnswered = await this.#ask(this.#line.signal).catch((error) => {
        if (error.name !== "AbortError") throw error;
        return false;
      });
      if (!isAnswered && connection === this.#connections) await world.sleep(RETRY_MS);
    }
  }

  /** False after a refusal. */
  async #ask(signal: AbortSignal): Promise<boolean> {
    const { world, job, sendsTag } = this.#options;
    const process = world.processes[this.#process]!;
    const seen = new AbortController();
    signal.addEventListener("abort", () => this.#isNoticed && seen.abort(), { once: true });
    const query = `wait=${WAIT_SECONDS}${this.#after === undefined ? "" : `&after=${this.#after}`}`;
    const hasTag = this.#tag !== undefined && (sendsTag || this.#after === undefined);
    const headers = hasTag ? { "If-None-Match": this.#tag! } : undefined;
    const askedMs = world.clock.nowMs();
    const answer = await process.fetch(`/api/status/${job.jobId}?${query}`, headers, seen.signal);
    signal.throwIfAborted();
    const waitedMs = world.clock.nowMs() - askedMs;
    if (answer.status === 503 || answer.status === 404 && job.isRemoved) return false;
    if (++this.#answers > MAX_ANSWERS) return this.#offend("no end of answers");
    const isInVain = waitedMs >= WAIT_SECONDS * 1_000;
    if (answer.status === 304) this.#judgeNothing(isInVain, headers);
    else if (answer.status !== 200) return this.#offend(`answered ${answer.status}`);
    else {
      const shown: Job = await answer.json();
      signal.throwIfAborted();
      this.#take(shown, { tag: answer.headers.get("ETag")!, isInVain });
    }
    return this.#told === undefined || await this.#readFrames(this.#told, process, [signal, seen]);
  }

  async #readFrames(
    told: ToldFrames,
    process: ChannelProcess,
    [signal, seen]: readonly [AbortSignal, AbortController],
  ): Promise<boolean> {
    const { job } = this.#options;
    for (;;) {
      const path = `/api/jobs/${job.jobId}/frames?after=${told.cursor}&limit=${PAGE}`;
      const answer = await process.fetch(path, undefined, seen.signal);
      const { frames }: { frames?: Frame[] } = await answer.json();
      signal.throwIfAborted();
      if (answer.status === 503 || answer.status === 404 && job.isRemoved) return false;
      if (frames === undefined) return this.#offend(`frames answered ${answer.status}`);
      for (const frame of frames) told.take(frame);
      if (frames.length < PAGE) return true;
    }
  }

  #judgeNothing(isInVain: boolean, headers: object | undefined): void {
    if (headers === undefined) this.#offend("304 to one who has nothing");
    // It has the job, and still lacks frames of it: that is no wait in vain.
    const isBehind = this.#after !== undefined && this.#after < this.#shown!.seq;
    if (!isInVain && !isBehind) this.#offend("304 before the time was up");
  }

  #take(job: Job, { tag, isInVain }: { readonly tag: string; readonly isInVain: boolean }): void {
    const isNews = this.#after === undefined ? tag !== this.#tag : job.seq > this.#after;
    if (!isNews && !isInVain) this.#offend("no news");
    if (job.seq < (this.#shown?.seq ?? 0)) this.#offend(`${job.seq} after ${this.#shown?.seq}`);
    this.#shown = job;
    this.#tag = tag;
  }

  #offend(offence: string): false {
    this.#options.world.offend(`poll: ${offence}`);
    return false;
  }
}
