// The contract that carries frames from whoever makes them to whoever watches.

import type { Frame } from "./frame.ts";

/** A frame on its way; `prevSeq` of a stored frame is the stored one before it, so gaps show. */
export type Envelope = { readonly frame: Frame; readonly prevSeq?: number };

/**
 * Hands frames to every listener, also on other processes where the adapter reaches them.
 * Delivery is a hint that may be lost: the frame table is the truth.
 */
export interface Fanout {
  publish(envelope: Envelope): void;
  /** The listener must not throw. Calling the answer twice is harmless. */
  subscribe(listener: (envelope: Envelope) => void): () => void;
}

/** The fan-out within one process. */
export function createLocalFanout(): Fanout {
  const listeners = new Set<(envelope: Envelope) => void>();
  return {
    publish(envelope) {
      for (const listener of listeners) listener(envelope);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
