// What is shown of a job's frames, with its JSON, made at most once however many watchers it goes to.

import type { Envelope } from "../jobs/fanout.ts";
import type { Frame } from "../jobs/frame.ts";

/** One frame, or several that follow each other. */
export interface Shown {
  /** The last one. */
  readonly frame: Frame;
  /** The stored frame before the first one; unknown for frames read from the log. */
  readonly prevSeq: number | undefined;
  /** JSON: a frame, or an array of frames. */
  readonly text: string;
}

export class ShownFrame implements Shown {
  readonly frame: Frame;
  readonly prevSeq: number | undefined;
  #text: string | undefined;

  constructor({ frame, prevSeq }: Envelope) {
    this.frame = frame;
    this.prevSeq = prevSeq;
  }

  get text(): string {
    return this.#text ??= JSON.stringify(this.frame);
  }
}
