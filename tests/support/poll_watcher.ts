// A client that polls as the contract says: it asks for what is later than the `seq` it has, or
// differs from the tag it has, and comes back at once. It judges each answer.

import type { Job } from "../../src/channel/protocol.ts";
import { type ClientOptions, type Cut, type ResumeClient, RETRY_MS } from "./resume_client.ts";
import type { WrittenJob } from "./written_job.ts";

const WAIT_SECONDS = 30;
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
  #process: number;
  #after: number | undefined;
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
    this.#after = options.after;
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

  debts(): string[] {
    const { job } = this.#options;
    // Who has asked for what comes later still wants to be told nothing.
    const isAhead = (this.#after ?? 0) >= job.lastSeq && this.#shown?.seq !== job.lastSeq;
    if (job.isRemoved || isAhead) return [];
    const isSame = JSON.stringify(this.#shown) === JSON.stringify(job.job);
    return isSame ? [] : [`the poll shows ${this.#shown?.status} ${this.#shown?.seq}`];
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
    if (answer.status === 304) return this.#judgeNothing(isInVain, headers);
    if (answer.status !== 200) return this.#offend(`answered ${answer.status}`);
    const shown: Job = await answer.json();
    signal.throwIfAborted();
    this.#take(shown, { tag: answer.headers.get("ETag")!, isInVain });
    return true;
  }

  #judgeNothing(isInVain: boolean, headers: object | undefined): boolean {
    if (headers === undefined) return this.#offend("304 to one who has nothing");
    return isInVain ? true : this.#offend("304 before the time was up");
  }

  #take(job: Job, { tag, isInVain }: { readonly tag: string; readonly isInVain: boolean }): void {
    const isNews = this.#after === undefined ? tag !== this.#tag : job.seq > this.#after;
    if (!isNews && !isInVain) this.#offend("no news");
    if (job.seq < (this.#shown?.seq ?? 0)) this.#offend(`${job.seq} after ${this.#shown?.seq}`);
    this.#shown = job;
    this.#tag = tag;
    if (this.#after !== undefined) this.#after = Math.max(this.#after, job.seq);
  }

  #offend(offence: string): false {
    this.#options.world.offend(`poll: ${offence}`);
    return false;
  }
}
