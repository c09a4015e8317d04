// Plays scores and analyses songs in a thread of its own: one song takes up to some 100 ms, too
// long for the thread that answers everybody.

import { AppError, type ErrorCode } from "../../errors.ts";
import type { SongFacts, SongStudy } from "./analyse_midi.ts";
import type { SongToImport } from "../import/import_song.ts";

/** What the thread can do, by name. */
export type MusicTasks = {
  readonly analyse: (bytes: Uint8Array) => SongFacts;
  readonly study: (bytes: Uint8Array) => SongStudy;
  readonly play: (score: string) => SongToImport;
  readonly draw: (bytes: Uint8Array) => string;
  readonly cut: (bytes: Uint8Array) => Uint8Array;
};

type Input<N extends keyof MusicTasks> = Parameters<MusicTasks[N]>[0];
type Result<N extends keyof MusicTasks> = ReturnType<MusicTasks[N]>;

/** To the thread, one at a time. */
export type MusicTask = {
  [N in keyof MusicTasks]: { readonly type: N; readonly input: Input<N> };
}[keyof MusicTasks];

/** From the thread: one answer to each task; `broken` is a bug. */
export type MusicAnswer =
  | { readonly type: "done"; readonly result: Result<keyof MusicTasks> }
  | { readonly type: "failed"; readonly code: ErrorCode; readonly message: string }
  | { readonly type: "broken"; readonly cause: string };

export type MusicThreadOptions = {
  /** Longest time for one task. @default 30 s */
  readonly timeoutMs?: number;
  readonly startWorker?: () => Worker;
};

const TIMEOUT_MS = 30_000;

/** Its worker starts with the first task and ends on disposal, or when a task is given up. */
export class MusicThread implements Disposable {
  readonly #timeoutMs: number;
  readonly #startWorker: () => Worker;
  readonly #closing = new AbortController();
  #worker: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: MusicThreadOptions = {}) {
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#startWorker = options.startWorker ?? startMusicWorker;
  }

  /**
   * Does a task when those that were asked for before are done.
   * @throws {AppError} what the task throws; `internal` when it breaks or takes too long.
   */
  run<N extends keyof MusicTasks>(
    type: N,
    input: Input<N>,
    signal?: AbortSignal,
  ): Promise<Result<N>> {
    const stopping = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    const result = this.#turn.then(() => this.#ask({ type, input } as MusicTask, stopping));
    this.#turn = result.catch(() => {});
    return result as Promise<Result<N>>;
  }

  [Symbol.dispose](): void {
    this.#closing.abort(new AppError("draining", "The music thread is stopping"));
    this.#end();
  }

  /** Nothing but its end stops a worker that computes. One that refuses a song is as good as new. */
  async #ask(task: MusicTask, stopping: AbortSignal): Promise<Result<keyof MusicTasks>> {
    stopping.throwIfAborted();
    this.#worker ??= this.#startWorker();
    const timeoutMs = this.#timeoutMs;
    let answer: MusicAnswer | undefined;
    try {
      answer = await answerOf(this.#worker, task, { stopping, timeoutMs });
      return resultOf(answer);
    } finally {
      if (answer === undefined || answer.type === "broken") this.#end();
    }
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

async function answerOf(
  worker: Worker,
  task: MusicTask,
  { stopping, timeoutMs }: { readonly stopping: AbortSignal; readonly timeoutMs: number },
): Promise<MusicAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<MusicAnswer>();
  const listening = new AbortController();
  const { signal } = listening;
  const tooLong = new AppError("internal", "The music of a song took too long");
  const timer = setTimeout(() => reject(tooLong), timeoutMs);
  stopping.addEventListener("abort", () => reject(stopping.reason), { signal });
  worker.addEventListener("message", ({ data }) => resolve(data), { signal });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    resolve({ type: "broken", cause: event.message });
  }, { signal });
  worker.postMessage(task);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    listening.abort();
  }
}

function resultOf(answer: MusicAnswer): Result<keyof MusicTasks> {
  switch (answer.type) {
    case "done":
      return answer.result;
    case "failed":
      throw new AppError(answer.code, answer.message);
    case "broken":
      throw new AppError("internal", "The music of a song broke", { cause: answer.cause });
  }
}

function startMusicWorker(): Worker {
  return new Worker(new URL("./music_worker.ts", import.meta.url), {
    type: "module",
    name: "music",
    deno: { permissions: "none" },
  });
}
