// Takes work in turns, only so much of it at once.

export class Turns {
  readonly #maxAtOnce: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(maxAtOnce: number) {
    this.#maxAtOnce = maxAtOnce;
  }

  /** Runs the work once it is its turn, first come first served. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#maxAtOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
