// A client of the WebSocket as the contract tells clients to be: it keeps the last `seq` of each job
// and after any break subscribes with it. It judges each message it reads.

import type { ChannelMessage, ClientMessage, Frame } from "../../src/channel/protocol.ts";
import type { ChannelProcess } from "./channel_process.ts";
import { type ClientOptions, type Cut, type ResumeClient, RETRY_MS } from "./resume_client.ts";
import { SlowLine } from "./slow_line.ts";
import { ToldFrames } from "./told_frames.ts";
import type { WrittenJob } from "./written_job.ts";

type Subscribe = {
  readonly type: "subscribe";
  readonly job: WrittenJob;
  readonly after: number | undefined;
  /** How many frames followed then. */
  readonly followed: number;
  readonly changes: number;
};
type Asked = Subscribe | { readonly type: "unsubscribe"; readonly job: WrittenJob };
type Subscribed = Extract<ChannelMessage, { type: "subscribed" }>;

const CALLER = { owner: "anonymous:2", client: "address:192.0.2.7", isAdmin: false };
const QUOTA = { limit: 10, remaining: 9, resetSeconds: 899 };

export class SocketWatcher implements ResumeClient {
  readonly #options: ClientOptions & { readonly isBatch: boolean };
  /** Each job that is wanted, with the last `seq` where there is one. */
  readonly #wanted = new Map<WrittenJob, number | undefined>();
  readonly #told = new Map<WrittenJob, ToldFrames>();
  readonly #asked = new Map<string, Asked>();
  #process: number;
  #line: SlowLine | undefined;
  #connections = 0;
  #asks = 0;
  #isReading = true;
  #isClosed = false;

  constructor(options: ClientOptions & { readonly isBatch: boolean }) {
    this.#options = options;
    this.#process = options.process;
    this.#connect();
  }

  /** `after` undefined: from now on. */
  subscribe(job: WrittenJob, after: number | undefined): void {
    this.#wanted.set(job, after);
    this.#ask(job, after);
  }

  unsubscribe(job: WrittenJob): void {
    this.#wanted.delete(job);
    const id = this.#newId({ type: "unsubscribe", job });
    this.#say({ type: "unsubscribe", id, jobId: job.jobId });
  }

  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    if (this.#line !== undefined) this.#line.isReading = isReading;
  }

  cut(cut: Cut): void {
    this.#line?.cut(cut);
    this.#connect();
  }

  moveTo(process: number, cut: Cut): void {
    this.#process = process;
    this.cut(cut);
  }

  reload(): void {}

  debts(): string[] {
    const debts = [...this.#asked.values()].map(({ type }) => `no answer to ${type}`);
    for (const job of this.#wanted.keys()) {
      const told = this.#told.get(job);
      if (told === undefined) debts.push("no subscription");
      else if (!told.isComplete) debts.push(`the socket stands at ${told.cursor}`);
    }
    return debts;
  }

  close(): void {
    this.#isClosed = true;
    this.#line?.cut({ isNoticed: true });
  }

  #connect(): void {
    if (this.#isClosed) return;
    const { world, isBatch } = this.#options;
    const process: ChannelProcess = world.processes[this.#process]!;
    const connection = ++this.#connections;
    const isCurrent = () => connection === this.#connections;
    const line = new SlowLine({
      onText: (text) => isCurrent() && this.#read(text),
      onClose: () => isCurrent() && this.#connect(),
    });
    this.#told.clear();
    this.#asked.clear();
    this.#line = line;
    line.isReading = this.#isReading;
    process.killed.addEventListener("abort", () => {
      line.cut({ isNoticed: false });
      if (isCurrent()) this.#connect();
    }, { once: true });
    line.adopt(process.sessions.open(line, {
      caller: CALLER,
      isBatch,
      quota: QUOTA,
      onClosed: () => {},
    }));
  }

  #read(text: string): void {
    const messages = JSON.parse(text) as ChannelMessage | ChannelMessage[];
    if (Array.isArray(messages) && !this.#options.isBatch) this.#offend("an array unasked");
    for (const message of [messages].flat()) this.#take(message);
  }

  #take(message: ChannelMessage): void {
    switch (message.type) {
      case "hello":
        for (const [job, after] of this.#wanted) this.#ask(job, after);
        return;
      case "subscribed":
        return this.#begin(message);
      case "unsubscribed":
        return this.#end(message.id);
      case "error":
        return this.#takeRefusal(message.id, message.error.code);
      case "heartbeat":
      case "going_away":
        return;
      default:
        if ("seq" in message) this.#takeFrame(message);
        else this.#offend(`an unasked ${message.type}`);
    }
  }

  #begin({ id, job: { jobId, seq }, replayed }: Subscribed): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked?.type !== "subscribe" || asked.job.jobId !== jobId) {
      return this.#offend("a subscription nobody asked for");
    }
    const { job, after = seq } = asked;
    if (!this.#mayFollow(asked, after, replayed)) this.#offend(`${replayed} replayed`);
    const offend = (offence: string) => this.#offend(offence);
    this.#told.set(job, new ToldFrames(job, { after, offend }));
    if (!this.#isSuperseded(job)) this.#wanted.set(job, after);
  }

  // Exact while nothing happens to the log between the question and the reading of the answer.
  #mayFollow({ job, followed, changes, after: asked }: Subscribe, after: number, count: number) {
    if (this.#isSuperseded(job)) return true;
    if (job.changes === changes && asked !== undefined) return count === followed;
    return count <= job.ever.filter(({ seq }) => seq > after).length;
  }

  #isSuperseded(job: WrittenJob): boolean {
    return !this.#wanted.has(job) || [...this.#asked.values()].some((asked) => asked.job === job);
  }

  #end(id: string): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked?.type !== "unsubscribe") return this.#offend("an end nobody asked for");
    this.#told.delete(asked.job);
  }

  #takeFrame(frame: Frame): void {
    const job = this.#options.world.jobOf(frame.jobId);
    const told = this.#told.get(job);
    if (told === undefined) return this.#offend(`${frame.type} without a subscription`);
    told.take(frame);
    if (this.#wanted.has(job) && !this.#isSuperseded(job)) this.#wanted.set(job, told.cursor);
  }

  #takeRefusal(id: string | undefined, code: string): void {
    const asked = this.#asked.get(id ?? "");
    this.#asked.delete(id ?? "");
    if (asked === undefined) return this.#offend(`an unasked ${code}`);
    if (code === "not_found") {
      if (!asked.job.isRemoved) this.#offend("not found");
      this.#wanted.delete(asked.job);
    } else if (code === "not_ready") {
      void this.#options.world.sleep(RETRY_MS).then(() => this.cut({ isNoticed: true }));
    } else this.#offend(code);
  }

  #ask(job: WrittenJob, after: number | undefined): void {
    const { changes } = job;
    const followed = job.keptAfter(after ?? job.lastSeq);
    const id = this.#newId({ type: "subscribe", job, after, followed, changes });
    this.#say({
      type: "subscribe",
      id,
      jobId: job.jobId,
      ...(after === undefined ? {} : { after }),
    });
  }

  #newId(asked: Asked): string {
    const id = `ask-${++this.#asks}`;
    this.#asked.set(id, asked);
    return id;
  }

  #say(message: ClientMessage): void {
    this.#line?.say(JSON.stringify(message));
  }

  #offend(offence: string): void {
    this.#options.world.offend(`socket: ${offence}`);
  }
}
