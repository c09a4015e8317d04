// Work whose result several wait for: each piece of it is done once at a time, in turns, and goes on
// as long as it takes though whoever asked for it has gone. What nobody waits for is not begun.

import { AppError } from "../../errors.ts";

/** Turns at the work: a number of them at once, and a queue of a fixed length. */
export interface Turns {
  /** Waits for a turn; the answer ends it. @throws {AppError} `queue_full`; the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
}

export type SharedWorkOptions = {
  readonly turns: Turns;
  /** Longest time for one piece of work, its wait included. */
  readonly timeoutMs: number;
};

type Piece<T> = { readonly result: Promise<T>; waiting: number; readonly leave: () => void };

export class SharedWork<T> implements Disposable {
  readonly #options: SharedWorkOptions;
  readonly #closing = new AbortController();
  readonly #pieces = new Map<string, Piece<T>>();

  constructor(options: SharedWorkOptions) {
    this.#options = options;
  }

  /**
   * The result of the work under way for this key, or else of this one.
   * @throws {AppError} `queue_full`, `draining`, `not_ready` when it takes too long; what the work
   * throws; the reason of `signal`.
   */
  async do(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    signal.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const piece = this.#pieces.get(key) ?? this.#begin(key, work);
    piece.waiting++;
    try {
      return await unlessAborted(piece.result, signal);
    } finally {
      if (--piece.waiting === 0) piece.leave();
    }
  }

  /** Everything under way ends with `draining`. */
  [Symbol.dispose](): void {
    this.#closing.abort(new AppError("draining", "The server is about to stop, please try again"));
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Piece<T> {
    const left = new AbortController();
    let hasBegun = false;
    const forget = () => {
      if (this.#pieces.get(key) === piece) this.#pieces.delete(key);
    };
    const result = this.#inTurn(left.signal, (signal) => {
      hasBegun = true;
      return work(signal);
    }).finally(forget);
    // It may fail when nobody waits any more.
    result.catch(() => {});
    const leave = () => {
      if (hasBegun) return;
      forget();
      left.abort(new DOMException("Nobody waits any more", "AbortError"));
    };
    const piece = { result, waiting: 0, leave };
    this.#pieces.set(key, piece);
    return piece;
  }

  async #inTurn(left: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const tooLate = new AppError("not_ready", "This took too long, please try again");
    const timer = setTimeout(() => late.abort(tooLate), this.#options.timeoutMs);
    const signal = AbortSignal.any([this.#closing.signal, late.signal]);
    try {
      const endTurn = await this.#options.turns.take(AbortSignal.any([signal, left]));
      try {
        return await work(signal);
      } finally {
        endTurn();
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The promise's end, or the signal's if that comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
