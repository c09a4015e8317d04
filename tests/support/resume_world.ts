// Some processes over one log, the jobs in it, and a clock that a test moves. Hints find their way
// from process to process only as far as the test lets them.

import { setImmediate } from "node:timers/promises";
import type { Envelope } from "../../src/jobs/fanout.ts";
import { ChannelProcess } from "./channel_process.ts";
import { ManualClock } from "./manual_clock.ts";
import { MemoryFrameStore } from "./memory_frame_store.ts";
import { MemoryJobs } from "./memory_jobs.ts";
import { WrittenJob } from "./written_job.ts";

const PROCESSES = 2;
const JOBS = 2;

export class ResumeWorld {
  readonly clock = new ManualClock();
  readonly frames = new MemoryFrameStore();
  readonly store = new MemoryJobs();
  readonly jobs: readonly WrittenJob[];
  readonly processes: ChannelProcess[];
  /** What must not be. */
  readonly offences: string[] = [];
  readonly #checkMs: number;
  readonly #stopping = new Set<Promise<void>>();

  constructor(options: { readonly checkMs: number }) {
    this.#checkMs = options.checkMs;
    const parts = { frames: this.frames, jobs: this.store };
    this.jobs = Array.from({ length: JOBS }, () => new WrittenJob(parts));
    this.processes = Array.from({ length: PROCESSES }, () => this.#startProcess());
  }

  jobOf(jobId: string): WrittenJob {
    return this.jobs.find((job) => job.jobId === jobId)!;
  }

  /** A frame on its way to every process. */
  tell(envelope: Envelope): void {
    for (const { hints } of this.processes) hints.push(envelope);
  }

  offend = (offence: string): void => {
    this.offences.push(offence);
  };

  /** A new process takes the place of this one. */
  restart(at: number, { isKilled }: { readonly isKilled: boolean }): void {
    const old = this.processes[at]!;
    this.processes[at] = this.#startProcess();
    if (isKilled) return old.kill();
    const stopping = old.stop().finally(() => this.#stopping.delete(stopping));
    this.#stopping.add(stopping);
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    await setImmediate();
    await setImmediate();
  }

  /** Lets time pass second by second, with all that follows. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      this.clock.advance(Math.min(1_000, ms - passed));
      await this.settle();
    }
  }

  /** Lets less than a second pass. */
  async passShortly(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  /** Lets only some of what needs no time happen. */
  async turn(turns: number): Promise<void> {
    for (let i = 0; i < turns; i++) await Promise.resolve();
  }

  /** Resolves once the clock has come so far. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.startTimer(resolve, ms));
  }

  async close(): Promise<void> {
    for (const process of this.processes) process.kill();
    await this.pass(31_000);
    if (this.#stopping.size > 0) this.offend("a process does not stop");
    if (this.clock.pendingTimers > 0) this.offend(`${this.clock.pendingTimers} timers are left`);
  }

  #startProcess(): ChannelProcess {
    return new ChannelProcess({
      clock: this.clock,
      frames: this.frames,
      jobs: this.store,
      pendingJobs: () =>
        this.jobs.filter(({ isRemoved }) => !isRemoved).map(({ job }) => job)
          .filter(({ status }) => status === "pending"),
      checkMs: this.#checkMs,
    });
  }
}
