// What one subscription has been told of a job, judged frame by frame: the stored ones are the log's
// after its cursor, in order, each once; the others come only where they belong.

import type { Frame } from "../../src/jobs/frame.ts";
import { isStored, isTerminalFrame } from "../../src/jobs/frame.ts";
import type { WrittenJob } from "./written_job.ts";

export class ToldFrames {
  readonly #job: WrittenJob;
  readonly #offend: (offence: string) => void;
  #cursor: number;
  /** Where to go on looking for what is due. */
  #next = 0;
  #isAtEnd = false;

  constructor(
    job: WrittenJob,
    { after, offend }: { readonly after: number; readonly offend: (offence: string) => void },
  ) {
    this.#job = job;
    this.#offend = offend;
    this.#cursor = after;
  }

  /** The last stored frame that was told, or where the subscription began. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The last stored frame was the last of the job, at least for a while. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** Nothing is left to tell. */
  get isComplete(): boolean {
    return this.#job.keptAfter(this.#cursor) === 0;
  }

  take(frame: Frame): void {
    if (frame.jobId !== this.#job.jobId) return this.#offend("a frame of another job");
    if (!isStored(frame.type)) {
      if (frame.seq !== this.#cursor) this.#offend(`${frame.type} ${frame.seq} at ${this.#cursor}`);
      return;
    }
    const due = this.#due(frame.seq);
    if (due === undefined || JSON.stringify(due) !== JSON.stringify(frame)) {
      this.#offend(`${frame.type} ${frame.seq} after ${this.#cursor} where ${due?.seq} is due`);
    }
    this.#cursor = frame.seq;
    this.#isAtEnd = isTerminalFrame(frame.type);
  }

  // Only what the log itself has lost may be missing.
  #due(seq: number): Frame | undefined {
    const { ever, kept } = this.#job;
    const firstKept = kept[0]?.seq ?? Infinity;
    const from = Math.max(this.#cursor + 1, Math.min(seq, firstKept));
    while (this.#next < ever.length && ever[this.#next]!.seq < from) this.#next++;
    return ever[this.#next];
  }
}
