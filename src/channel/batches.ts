// Frames gathered into arrays, for clients that understand them: one timer for all sockets, and one
// text for all that wait for the same frames.

import type { Clock } from "./clock.ts";

/** How long frames are gathered. A delivery is a write to the network, and nearly all of its cost. */
export const BATCH_MS = 50;

export interface Batched {
  flush(): void;
}

export class Batches implements Disposable {
  readonly #clock: Clock;
  readonly #waiting = new Set<Batched>();
  #stop = () => {};
  #texts: readonly string[] = [];
  #joined = "[]";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  flushSoon(outbox: Batched): void {
    if (this.#waiting.size === 0) {
      this.#stop = this.#clock.startTimer(() => this.#flush(), BATCH_MS);
    }
    this.#waiting.add(outbox);
  }

  /** JSON texts as one array. Who watches the same job asks for the same, one after the other. */
  join(texts: readonly string[]): string {
    if (!isSame(texts, this.#texts)) {
      this.#texts = texts;
      this.#joined = `[${texts.join(",")}]`;
    }
    return this.#joined;
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  #flush(): void {
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const outbox of due) outbox.flush();
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
