// The fan-out of processes that share nothing but PostgreSQL: a stored frame is told of and read
// from the log, one that is not stored travels in the hint.

import { createLocalFanout, type Envelope, type Fanout } from "./fanout.ts";
import { isStored } from "./frame.ts";
import type { Hint, Hints } from "./hints.ts";

export function createHintedFanout(hints: Hints): Fanout & Disposable {
  const local = createLocalFanout();
  return {
    publish(envelope) {
      local.publish(envelope);
      hints.send(hintOf(envelope));
    },
    subscribe: local.subscribe,
    [Symbol.dispose]: followHints(hints, local),
  };
}

/** What tells another process of a frame. */
export function hintOf(envelope: Envelope): Hint {
  const { type, jobId } = envelope.frame;
  return isStored(type) ? { type: "frames_stored", jobId } : { type: "frame_shown", envelope };
}

/** Hands on what other processes tell of frames, until the answer is called. */
export function followHints(
  hints: Hints,
  local: ReturnType<typeof createLocalFanout>,
): () => void {
  return hints.subscribe((hint) => {
    if (hint.type === "frame_shown") local.publish(hint.envelope);
    else if (hint.type === "frames_stored") local.grow(hint.jobId);
    else if (hint.type === "hints_missed") local.grow();
  });
}
