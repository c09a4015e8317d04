// One watcher's place in the frames of one job. The cursor is the last stored frame sent; it moves
// only from a frame to the next one of the log.

import { MAX_FRAMES_PER_PAGE } from "../jobs/frame_store.ts";
import { inBatches } from "./frame_batch.ts";
import type { Shown, ShownFrame } from "./shown_frame.ts";
import type { Watch, Watcher } from "./watch.ts";

/** Where a watch finds its frames: what it shares with the others of its job. */
export interface FrameSource {
  /** Frames of the log with `seq > after`, at most MAX_FRAMES_PER_PAGE. */
  page(after: number): Promise<readonly ShownFrame[]>;
  /** Live stored frames since before the oldest read that is under way. */
  readonly recent: readonly ShownFrame[];
  /** What is shown without being stored, for a watcher at this place. */
  unstoredAt(seq: number): readonly ShownFrame[];
  retryLater(watch: JobWatch, error?: unknown): void;
  watcherFailed(error: unknown): void;
  /** A watch begins to read; what comes live meanwhile is kept until `endRead`. */
  beginRead(): void;
  endRead(): void;
  remove(watch: JobWatch): void;
}

/**
 * `reading`: behind, a page of the log is on its way; `late`: behind, to be tried again;
 * `paused`: behind, the watcher can take no more; `live`: gets frames as they happen.
 */
type State = "reading" | "late" | "paused" | "live" | "closed";

export class JobWatch implements Watch {
  readonly #source: FrameSource;
  readonly #watcher: Watcher;
  #cursor: number;
  #state: State = "late";
  #hasBegun = false;
  #isStuck = false;
  #shallReadAgain = false;

  constructor({ source, watcher, after }: {
    readonly source: FrameSource;
    readonly watcher: Watcher;
    readonly after: number;
  }) {
    this.#source = source;
    this.#watcher = watcher;
    this.#cursor = after;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** A stored frame as it happens, or several. */
  offer(shown: Shown): void {
    if (this.#state !== "live" || shown.frame.seq <= this.#cursor) return;
    if (shown.prevSeq !== this.#cursor) this.#read();
    else if (this.#take(shown)) this.#showUnstored();
  }

  /** A frame that is not stored is shown only where it belongs: it never moves the cursor. */
  offerUnstored(shown: ShownFrame): void {
    if (this.#state === "live" && shown.frame.seq === this.#cursor) this.#send(shown);
  }

  /** The log has frames up to `seq`. A page that is on its way may have been read before. */
  compare(seq: number): void {
    if (seq <= this.#cursor) return;
    if (this.#state === "live") this.#read();
    else this.#shallReadAgain = this.#state === "reading";
  }

  async resume(): Promise<void> {
    if (this.#state !== "paused") return;
    this.#beginRead();
    await this.#readOn();
  }

  /** Tries again what could not be read. */
  catchUp(): void {
    if (this.#state === "late") this.#read();
  }

  close(): void {
    this.#become("closed");
    this.#source.remove(this);
    // Who asked is answered, also who wants no more by now.
    this.#tellBegin(0);
  }

  #become(state: State): void {
    if (state === "reading") this.#source.beginRead();
    if (this.#state === "reading") this.#source.endRead();
    this.#state = state;
  }

  get #isClosed(): boolean {
    return this.#state === "closed";
  }

  #read(): void {
    this.#beginRead();
    void this.#readOn();
  }

  #beginRead(): void {
    this.#become("reading");
    this.#shallReadAgain = false;
  }

  async #readOn(): Promise<void> {
    try {
      if (!this.#watcher.canTake()) return this.#pause();
      const page = await this.#source.page(this.#cursor);
      if (!this.#hasBegun) await this.#begin(page);
      if (!this.#isClosed) this.#takePage(page);
    } catch (error) {
      if (!this.#isClosed) this.#beLate(error);
    }
  }

  async #begin(page: readonly ShownFrame[]): Promise<void> {
    const count = this.#watcher.begin === undefined ? 0 : await this.#countFrom(page);
    this.#tellBegin(count);
  }

  #tellBegin(replayed: number): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#guard(() => this.#watcher.begin?.(replayed));
  }

  // Rarely more than one page: a job of a few minutes has some hundred frames.
  async #countFrom(first: readonly ShownFrame[]): Promise<number> {
    let count = first.length;
    for (let page = first; page.length === MAX_FRAMES_PER_PAGE; count += page.length) {
      page = await this.#source.page(page.at(-1)!.frame.seq);
    }
    return count;
  }

  #takePage(page: readonly ShownFrame[]): void {
    const start = this.#cursor;
    const news = page.filter(({ frame }) => frame.seq > start);
    for (const shown of this.#watcher.isBatch ? inBatches(news) : news) {
      if (!this.#take(shown)) return;
    }
    if (page.length === MAX_FRAMES_PER_PAGE) return this.#read();
    for (const shown of this.#source.recent) {
      if (shown.frame.seq <= this.#cursor) continue;
      if (shown.prevSeq !== this.#cursor) return this.#readGap(this.#cursor > start);
      if (!this.#take(shown)) return;
    }
    if (this.#state !== "reading") return;
    if (this.#shallReadAgain) return this.#read();
    this.#become("live");
    this.#isStuck = false;
    this.#showUnstored();
  }

  // A log that twice knows nothing of what its own hints tell lags behind and gets some time.
  #readGap(hasMoved: boolean): void {
    const wasStuck = this.#isStuck;
    this.#isStuck = !hasMoved;
    if (this.#isStuck && wasStuck) this.#beLate();
    else this.#read();
  }

  /** False when the rest has to wait, or is not wanted any more. */
  #take(shown: Shown): boolean {
    if (this.#isClosed) return false;
    if (shown.frame.seq <= this.#cursor) return true;
    if (!this.#watcher.canTake()) {
      this.#pause();
      return false;
    }
    this.#cursor = shown.frame.seq;
    return this.#send(shown);
  }

  #showUnstored(): void {
    for (const shown of this.#source.unstoredAt(this.#cursor)) this.#send(shown);
  }

  #send(shown: Shown): boolean {
    return this.#guard(() => this.#watcher.send(shown.text, shown.frame));
  }

  #guard(run: () => void): boolean {
    try {
      run();
    } catch (error) {
      this.close();
      this.#source.watcherFailed(error);
    }
    return !this.#isClosed;
  }

  #pause(): void {
    if (!this.#isClosed) this.#become("paused");
  }

  #beLate(error?: unknown): void {
    this.#become("late");
    this.#source.retryLater(this, error);
  }
}
