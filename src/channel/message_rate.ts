// At most so many messages in any minute.

const WINDOW_MS = 60_000;

export class MessageRate {
  readonly #max: number;
  #times: number[] = [];

  constructor(maxPerMinute: number) {
    this.#max = maxPerMinute;
  }

  /** Counts a message; false when it is one too many. */
  allows(nowMs: number): boolean {
    this.#times = this.#times.filter((timeMs) => nowMs - timeMs < WINDOW_MS);
    if (this.#times.length >= this.#max) return false;
    this.#times.push(nowMs);
    return true;
  }
}
