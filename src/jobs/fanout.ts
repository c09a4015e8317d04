// The contract that carries frames from whoever makes them to whoever watches.

import type { Frame } from "./frame.ts";

/** A frame on its way; `prevSeq` of a stored frame is the stored one before it, so gaps show. */
export type Envelope = { readonly frame: Frame; readonly prevSeq?: number };

/** Neither function may throw. */
export type FanoutListener = {
  onFrame(envelope: Envelope): void;
  /** The log of this job, or of any, has frames that were perhaps not handed over. */
  onGrown?(jobId: string | undefined): void;
};

/**
 * Hands frames to every listener, also on other processes where the adapter reaches them.
 * Delivery is a hint that may be lost: the frame table is the truth.
 */
export interface Fanout {
  publish(envelope: Envelope): void;
  /** Calling the answer twice is harmless. */
  subscribe(listener: FanoutListener): () => void;
}

/** The fan-out within one process. */
export function createLocalFanout(): Fanout & { grow(jobId?: string): void } {
  const listeners = new Set<FanoutListener>();
  return {
    publish(envelope) {
      for (const listener of listeners) listener.onFrame(envelope);
    },
    grow(jobId) {
      for (const listener of listeners) listener.onGrown?.(jobId);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
