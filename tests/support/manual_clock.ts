// A clock that moves only when a test says so.

type Timer = { readonly atMs: number; readonly callback: () => void };

export class ManualClock {
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  nowMs = (): number => this.#nowMs;

  startTimer = (callback: () => void, delayMs: number): () => void => {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Lets time pass, firing what falls due in its order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#nextUntil(endMs); next; next = this.#nextUntil(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = endMs;
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  #nextUntil(endMs: number): Timer | undefined {
    return [...this.#timers].filter(({ atMs }) => atMs <= endMs)
      .sort((a, b) => a.atMs - b.atMs)[0];
  }
}
