// Frames gathered for those who take several at once: a message for each of a thousand watchers
// costs the same with one frame or with five.

import type { Frame } from "../jobs/frame.ts";
import type { Shown, ShownFrame } from "./shown_frame.ts";

/** A batch that has reached this goes out. */
export const MAX_BATCH_BYTES = 16 * 1024;

export class FrameBatch {
  #frames: ShownFrame[] = [];
  // In UTF-16 units: what is sent is nearly all ASCII.
  #bytes = 0;

  add(shown: ShownFrame): void {
    this.#frames.push(shown);
    this.#bytes += shown.text.length;
  }

  get size(): number {
    return this.#frames.length;
  }

  get isFull(): boolean {
    return this.#bytes >= MAX_BATCH_BYTES;
  }

  /** Whether this is the next stored frame: a batch has no gaps. */
  isFollowedBy({ prevSeq }: Shown): boolean {
    return this.#frames.at(-1)?.frame.seq === prevSeq;
  }

  /** All of them as one, and none is left. */
  take(): Shown | undefined {
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    return frames.length > 1 ? new ShownBatch(frames) : frames[0];
  }
}

/** Frames of the log, in order, in as few parts as there may be. */
export function inBatches(frames: Iterable<ShownFrame>): Shown[] {
  const batches: (Shown | undefined)[] = [];
  const batch = new FrameBatch();
  for (const shown of frames) {
    batch.add(shown);
    if (batch.isFull) batches.push(batch.take());
  }
  batches.push(batch.take());
  return batches.filter((shown) => shown !== undefined);
}

class ShownBatch implements Shown {
  readonly frame: Frame;
  readonly prevSeq: number | undefined;
  readonly text: string;

  constructor(frames: readonly ShownFrame[]) {
    this.frame = frames.at(-1)!.frame;
    this.prevSeq = frames[0]!.prevSeq;
    this.text = joinTexts(frames.map(({ text }) => text));
  }
}

/** One array of what may be objects and arrays of them. */
export function joinTexts(texts: readonly string[]): string {
  return `[${texts.map((text) => text.startsWith("[") ? text.slice(1, -1) : text).join(",")}]`;
}
