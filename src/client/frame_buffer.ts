// Frames that wait for a consumer, and never many: of those that are not stored only the latest is
// kept, and when it is full the stored ones are left in the log of the server.

import { isStored } from "./frame_cursor.ts";
import type { Frame } from "./wire.ts";

/** Most stored frames that wait. */
export const MAX_BUFFERED_FRAMES = 128;

export class FrameBuffer {
  #frames: Frame[] = [];

  get isFull(): boolean {
    return this.#frames.filter(isStored).length >= MAX_BUFFERED_FRAMES;
  }

  push(frame: Frame): void {
    if (!isStored(frame)) this.#frames = this.#frames.filter(isStored);
    this.#frames.push(frame);
  }

  shift(): Frame | undefined {
    return this.#frames.shift();
  }
}
