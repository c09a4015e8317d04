// What processes tell each other so that nobody waits for the next look at the database. A hint may
// be late, doubled or lost: looking is the guarantee.

import type { Envelope } from "./fanout.ts";

export type Hint =
  /** A job waits that the sender has no worker for. */
  | { readonly type: "job_ready" }
  /** A running job is to be cancelled. */
  | { readonly type: "job_cancelled"; readonly jobId: string }
  /** The frame log of a job has grown. */
  | { readonly type: "frames_stored"; readonly jobId: string }
  /** A frame that is in no log. */
  | { readonly type: "frame_shown"; readonly envelope: Envelope }
  /** Earlier hints may be lost. */
  | { readonly type: "hints_missed" };

export interface Hints {
  /** To every other process. Neither waits nor throws. */
  send(hint: Hint): void;
  /** Hints of other processes. Calling the answer twice is harmless. */
  subscribe(listener: (hint: Hint) => void): () => void;
}

/** For a process that has its database to itself. */
export const NO_HINTS: Hints = { send() {}, subscribe: () => () => {} };
