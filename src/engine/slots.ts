import { AppError } from "../errors.ts";

/** A fixed number of slots, and a queue of those who wait for one, of a fixed length too. */
export class Slots {
  readonly #maxWaiting: number;
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor({ count, maxWaiting }: { readonly count: number; readonly maxWaiting: number }) {
    this.#free = count;
    this.#maxWaiting = maxWaiting;
  }

  get hasFree(): boolean {
    return this.#free > 0;
  }

  /**
   * Takes a slot, in order of asking; the answer gives it back, however often it is called.
   * @throws {AppError} `queue_full`, or the reason of `signal`.
   */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free === 0) await this.#wait(signal);
    else this.#free--;
    let isHeld = true;
    return () => {
      if (isHeld) this.#give();
      isHeld = false;
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#maxWaiting) {
      throw new AppError("queue_full", "The engine has too much to do", { retryAfterSeconds: 10 });
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      this.#waiting.delete(resolve);
      reject(signal.reason);
    };
    this.#waiting.add(resolve);
    signal.addEventListener("abort", leave, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  /** The first who waits has it at once. */
  #give(): void {
    const [next] = this.#waiting;
    if (!next) return void this.#free++;
    this.#waiting.delete(next);
    next();
  }
}
