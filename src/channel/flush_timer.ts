// One timer for all that gather frames: a job watched by a thousand costs one, and so do many jobs.

import type { Clock } from "./clock.ts";

/** How long frames are gathered. A delivery is a write to the network, and nearly all of its cost. */
export const BATCH_MS = 50;

export interface Flushable {
  flush(): void;
}

export class FlushTimer implements Disposable {
  readonly #clock: Clock;
  readonly #waiting = new Set<Flushable>();
  #stop = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  flushSoon(one: Flushable): void {
    if (this.#waiting.size === 0) {
      this.#stop = this.#clock.startTimer(() => this.#flush(), BATCH_MS);
    }
    this.#waiting.add(one);
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  #flush(): void {
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const one of due) one.flush();
  }
}
