// Several music threads that share one queue: whoever is free takes the next task.

import { AppError } from "../../errors.ts";
import { MusicThread, type MusicThreadOptions } from "./music_thread.ts";

export type MusicTeamOptions = MusicThreadOptions & {
  /** How many threads there are: at least 1. */
  readonly threads: number;
};

/** A thread that breaks or hangs costs its task alone; the next one gets a new worker. */
export class MusicTeam implements Disposable {
  readonly #threads: readonly MusicThread[];
  readonly #free: MusicThread[];
  readonly #waiting = new Set<(thread: MusicThread) => void>();
  readonly #closing = new AbortController();

  constructor({ threads, ...options }: MusicTeamOptions) {
    this.#threads = Array.from({ length: threads }, () => new MusicThread(options));
    this.#free = [...this.#threads];
  }

  /** As `MusicThread.run`, in order of asking. */
  readonly run: MusicThread["run"] = async (type, input, signal) => {
    const thread = await this.#take(signal);
    try {
      return await thread.run(type, input, signal);
    } finally {
      this.#give(thread);
    }
  };

  [Symbol.dispose](): void {
    this.#closing.abort(new AppError("draining", "The music threads are stopping"));
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }

  async #take(signal: AbortSignal | undefined): Promise<MusicThread> {
    const stopping = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    stopping.throwIfAborted();
    const free = this.#free.pop();
    if (free) return free;
    const { promise, resolve, reject } = Promise.withResolvers<MusicThread>();
    const leave = () => {
      this.#waiting.delete(resolve);
      reject(stopping.reason);
    };
    this.#waiting.add(resolve);
    stopping.addEventListener("abort", leave, { once: true });
    try {
      return await promise;
    } finally {
      stopping.removeEventListener("abort", leave);
    }
  }

  #give(thread: MusicThread): void {
    const [next] = this.#waiting;
    if (!next) return void this.#free.push(thread);
    this.#waiting.delete(next);
    next(thread);
  }
}
