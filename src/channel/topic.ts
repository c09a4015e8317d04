// One watched job: its watchers, and what they share.

import type { Envelope } from "../jobs/fanout.ts";
import { type Frame, type FrameType, isStored, isTerminalFrame } from "../jobs/frame.ts";
import { MAX_FRAMES_PER_PAGE } from "../jobs/frame_store.ts";
import type { Eta, Status } from "../jobs/job.ts";
import { FrameBatch } from "./frame_batch.ts";
import { type FrameSource, JobWatch } from "./job_watch.ts";
import { SharedPages } from "./shared_pages.ts";
import { ShownFrame } from "./shown_frame.ts";
import type { Watch, WatchedJob, Watcher } from "./watch.ts";

/** Live frames kept while somebody reads the log; one that needs older ones reads once more. */
export const MAX_RECENT = 128;

export type TopicParts = {
  read(jobId: string, after: number, limit: number): Promise<Frame[]>;
  retryLater(watch: JobWatch, error?: unknown): void;
  watcherFailed(error: unknown): void;
  empty(topic: Topic): void;
  /** Calls `flush` within some milliseconds: how frames are gathered. */
  flushSoon(topic: Topic): void;
};

export type Place = { readonly queuePosition: number; readonly eta: Eta | null };

export class Topic implements FrameSource {
  readonly job: WatchedJob;
  readonly #parts: TopicParts;
  readonly #singleWatches = new Set<JobWatch>();
  readonly #batchWatches = new Set<JobWatch>();
  /** Live frames for those who take several at once. */
  readonly #batch = new FrameBatch();
  readonly #pages: SharedPages<ShownFrame[]>;
  #readers = 0;
  #recent: ShownFrame[] = [];
  #latest: ShownFrame | undefined;
  #place: (Place & { readonly at: string }) | undefined;
  #isPending: boolean;
  #canBeRetried: boolean;

  constructor(job: WatchedJob, parts: TopicParts) {
    this.job = job;
    this.#parts = parts;
    this.#pages = new SharedPages(async (after) => {
      const frames = await parts.read(job.jobId, after, MAX_FRAMES_PER_PAGE);
      return frames.map((frame) => new ShownFrame({ frame }));
    });
    this.#isPending = job.status === "pending";
    this.#canBeRetried = job.status === "failed" || job.status === "cancelled";
  }

  /** `status`: of the job as this watcher found it. */
  add(
    status: Status,
    { after, watcher }: { readonly after: number; readonly watcher: Watcher },
  ): Watch {
    if (status === "pending") this.#isPending = true;
    const watch = new JobWatch({ source: this, watcher, after });
    (watcher.isBatch ? this.#batchWatches : this.#singleWatches).add(watch);
    watch.catchUp();
    return watch;
  }

  remove(watch: JobWatch): void {
    const isGone = this.#singleWatches.delete(watch) || this.#batchWatches.delete(watch);
    const size = this.#singleWatches.size + this.#batchWatches.size;
    if (isGone && size === 0) this.#parts.empty(this);
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
  }

  /** A frame as it happens, as far as the hint arrives. */
  accept(envelope: Envelope): void {
    const shown = new ShownFrame(envelope);
    const { type } = envelope.frame;
    if (!isStored(type)) {
      this.#latest = shown;
      for (const watch of this.#watches) watch.offerUnstored(shown);
      return;
    }
    this.#follow(type, envelope.frame);
    for (const watch of this.#singleWatches) watch.offer(shown);
    if (this.#batchWatches.size > 0) this.#gather(shown);
    if (this.#isRead) this.#recent = [...this.#recent, shown].slice(-MAX_RECENT);
    else this.#recent = [];
  }

  /** Shows what was gathered. */
  flush(): void {
    const shown = this.#batch.take();
    if (shown === undefined) return;
    for (const watch of this.#batchWatches) watch.offer(shown);
  }

  /** The log's last `seq`: who has less missed a hint. */
  compare(seq: number): void {
    this.flush();
    for (const watch of this.#watches) watch.compare(seq);
    // No frame tells of a retry before its `started`.
    if (this.#canBeRetried) this.#isPending = true;
  }

  sweep(): void {
    if (!this.#isRead) this.#recent = [];
    this.flush();
    const shown = this.#latest?.frame.seq ?? 0;
    // It came with the `seq` of a stored frame that did not: that hint was lost.
    for (const watch of this.#watches) watch.compare(shown);
  }

  page(after: number): Promise<ShownFrame[]> {
    return this.#pages.after(after);
  }

  get recent(): readonly ShownFrame[] {
    return this.#recent;
  }

  unstoredAt(seq: number): ShownFrame[] {
    const latest = this.#latest?.frame.seq === seq ? [this.#latest] : [];
    return this.#place === undefined ? latest : [...latest, this.#queued(this.#place, seq)];
  }

  get isPending(): boolean {
    return this.#isPending;
  }

  /** The place in the queue, shown when it is news. */
  showPlace(place: Place, at: string): void {
    if (this.#place !== undefined && isSame(this.#place, place)) return;
    this.#place = { ...place, at };
    const bySeq = new Map<number, ShownFrame>();
    for (const watch of this.#watches) {
      const shown = bySeq.get(watch.cursor) ?? this.#queued(this.#place, watch.cursor);
      bySeq.set(watch.cursor, shown);
      watch.offerUnstored(shown);
    }
  }

  /** The job is not in the queue. */
  leaveQueue(): void {
    this.#isPending = false;
    this.#place = undefined;
  }

  retryLater(watch: JobWatch, error?: unknown): void {
    this.#parts.retryLater(watch, error);
  }

  beginRead(): void {
    this.#readers++;
  }

  endRead(): void {
    this.#readers--;
  }

  watcherFailed(error: unknown): void {
    this.#parts.watcherFailed(error);
  }

  #queued({ queuePosition, eta, at }: Place & { readonly at: string }, seq: number): ShownFrame {
    const { jobId } = this.job;
    return new ShownFrame({ frame: { type: "queued", jobId, seq, at, queuePosition, eta } });
  }

  #follow(type: FrameType, frame: Frame): void {
    this.#canBeRetried = type === "failed" || type === "cancelled";
    const isPending = type === "interrupted" || frame.type === "stage" && frame.stage === "queued";
    if (isPending) this.#isPending = true;
    else this.leaveQueue();
  }

  get #watches(): JobWatch[] {
    return [...this.#singleWatches, ...this.#batchWatches];
  }

  #gather(shown: ShownFrame): void {
    if (!this.#batch.isFollowedBy(shown)) this.flush();
    this.#batch.add(shown);
    if (this.#batch.isFull || isUrgent(shown.frame.type)) this.flush();
    else if (this.#batch.size === 1) this.#parts.flushSoon(this);
  }

  // A page may outlive the watcher who asked for it, and be shared by one who comes later.
  get #isRead(): boolean {
    return this.#readers > 0 || this.#pages.areBusy;
  }
}

/** What people wait for is not held back. */
function isUrgent(type: FrameType): boolean {
  return type === "stage" || type === "output" || isTerminalFrame(type);
}

function isSame(a: Place, b: Place): boolean {
  return a.queuePosition === b.queuePosition && a.eta?.lowSeconds === b.eta?.lowSeconds &&
    a.eta?.highSeconds === b.eta?.highSeconds;
}
