// Analyses songs in a thread of its own: one song takes up to some 100 ms, too long for the thread
// that answers everybody.

import { AppError, type ErrorCode } from "../errors.ts";
import type { SongFacts } from "./analyse_midi.ts";

/** What the thread says to the bytes of a MIDI file; `broken` is a bug. */
export type AnalystAnswer =
  | { readonly type: "analysed"; readonly facts: SongFacts }
  | { readonly type: "failed"; readonly code: ErrorCode; readonly message: string }
  | { readonly type: "broken"; readonly cause: string };

export type MidiAnalystOptions = {
  /** Longest time for one song. @default 30 s */
  readonly timeoutMs?: number;
  readonly startThread?: () => Worker;
};

const TIMEOUT_MS = 30_000;

/** The thread starts with the first song and ends on disposal, or when a song is given up. */
export class MidiAnalyst implements Disposable {
  readonly #timeoutMs: number;
  readonly #startThread: () => Worker;
  readonly #closing = new AbortController();
  #thread: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: MidiAnalystOptions = {}) {
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#startThread = options.startThread ?? startAnalystThread;
  }

  /**
   * Analyses a MIDI file when those that were asked for before are done.
   * @throws {AppError} as `analyseMidi` does; `internal` when the thread breaks or takes too long.
   */
  analyse(bytes: Uint8Array, signal?: AbortSignal): Promise<SongFacts> {
    const stopping = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    const facts = this.#turn.then(() => this.#ask(bytes, stopping));
    this.#turn = facts.catch(() => {});
    return facts;
  }

  [Symbol.dispose](): void {
    this.#closing.abort(new AppError("draining", "The analysis is stopping"));
    this.#end();
  }

  /** Nothing but its end stops a thread that computes, so whatever fails here ends it. */
  async #ask(bytes: Uint8Array, stopping: AbortSignal): Promise<SongFacts> {
    stopping.throwIfAborted();
    this.#thread ??= this.#startThread();
    const timeoutMs = this.#timeoutMs;
    try {
      return factsOf(await answerOf(this.#thread, bytes, { stopping, timeoutMs }));
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
  }
}

async function answerOf(
  thread: Worker,
  bytes: Uint8Array,
  { stopping, timeoutMs }: { readonly stopping: AbortSignal; readonly timeoutMs: number },
): Promise<AnalystAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<AnalystAnswer>();
  const listening = new AbortController();
  const { signal } = listening;
  const tooLong = new AppError("internal", "The analysis of a song took too long");
  const timer = setTimeout(() => reject(tooLong), timeoutMs);
  stopping.addEventListener("abort", () => reject(stopping.reason), { signal });
  thread.addEventListener("message", ({ data }) => resolve(data), { signal });
  thread.addEventListener("error", (event) => {
    event.preventDefault();
    resolve({ type: "broken", cause: event.message });
  }, { signal });
  thread.postMessage(bytes);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    listening.abort();
  }
}

function factsOf(answer: AnalystAnswer): SongFacts {
  switch (answer.type) {
    case "analysed":
      return answer.facts;
    case "failed":
      throw new AppError(answer.code, answer.message);
    case "broken":
      throw new AppError("internal", "The analysis of a song broke", { cause: answer.cause });
  }
}

function startAnalystThread(): Worker {
  return new Worker(new URL("./analyst_thread.ts", import.meta.url), {
    type: "module",
    name: "analyst",
    deno: { permissions: "none" },
  });
}
