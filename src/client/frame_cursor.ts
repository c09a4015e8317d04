// The place in the stored frames of one job up to which everything has been seen: the one rule by
// which a watch goes on after a break, whether over WebSocket, events or long poll.

import type { Frame } from "./wire.ts";

export type FrameCursor = {
  /** The `seq` of the last stored frame seen. */
  readonly seq: () => number;
  /** Whether this frame is news; a stored one moves the cursor. */
  readonly accept: (frame: Frame) => boolean;
};

export function createFrameCursor(after: number): FrameCursor {
  let seq = after;
  return {
    seq: () => seq,
    accept(frame) {
      if (!isStored(frame)) return true;
      if (frame.seq <= seq) return false;
      seq = frame.seq;
      return true;
    },
  };
}

/** A stored frame has a `seq` of its own; the others repeat the last stored one. */
export function isStored(frame: Frame): boolean {
  return frame.type !== "queued" && frame.type !== "progress";
}
