// A frame with its JSON, made at most once however many watchers it goes to.

import type { Envelope } from "../jobs/fanout.ts";
import type { Frame } from "../jobs/frame.ts";

export class ShownFrame {
  readonly frame: Frame;
  /** The stored frame before this one; unknown for a frame read from the log. */
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
