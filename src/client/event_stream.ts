// The frames of a job as server-sent events, read with `fetch`: there is no EventSource in Node and
// Deno, and none anywhere that says whether the stream is held back on its way.

import { EventParser } from "./event_parser.ts";
import type { FrameCursor } from "./frame_cursor.ts";
import type { StartTimer } from "./pending_requests.ts";
import type { RestCall } from "./rest_call.ts";
import type { Frame } from "./wire.ts";

/** The server speaks as soon as a stream opens: one this silent is held back by a proxy. */
export const FIRST_BYTE_TIMEOUT_MS = 3_000;
/** A stream this silent is dead: the server sends a comment every 15 s. */
export const STREAM_SILENCE_TIMEOUT_MS = 30_000;

export type StreamOptions = {
  readonly jobId: string;
  readonly cursor: FrameCursor;
  readonly onFrame: (frame: Frame) => void;
  readonly signal: AbortSignal;
};

export type StreamEnd = {
  /** Whether a stream came, and one that can be read. */
  readonly hasSpoken: boolean;
  /** What the server asks to wait before the next one. */
  readonly retryMs: number | undefined;
};

/** Reads until the stream ends or breaks. @throws the reason of the signal, when it is aborted. */
export async function readEventStream(
  { call, startTimer }: { readonly call: RestCall; readonly startTimer: StartTimer },
  { jobId, cursor, onFrame, signal }: StreamOptions,
): Promise<StreamEnd> {
  const silence = new Silence(startTimer, signal);
  const parser = new EventParser(({ data }) => {
    const frame = JSON.parse(data) as Frame;
    if (!signal.aborted && cursor.accept(frame)) onFrame(frame);
  });
  let hasSpoken = false;
  try {
    silence.restart(FIRST_BYTE_TIMEOUT_MS);
    const after = cursor.seq();
    const response = await call(`/api/jobs/${encodeURIComponent(jobId)}/events`, {
      headers: {
        Accept: "text/event-stream",
        ...(after > 0 ? { "Last-Event-ID": String(after) } : {}),
      },
      signal: silence.signal,
      timeoutMs: Infinity,
    });
    // There is nothing after the cursor and nothing to wait for.
    if (response.status === 204) return { hasSpoken: true, retryMs: undefined };
    if (!isEventStream(response)) return await refuse(response);
    for await (const text of readText(response)) {
      signal.throwIfAborted();
      hasSpoken = true;
      silence.restart(STREAM_SILENCE_TIMEOUT_MS);
      parser.push(text);
    }
  } catch (error) {
    // However it broke, the next one goes on after the cursor; what cannot be read once never can.
    signal.throwIfAborted();
    if (error instanceof RangeError || error instanceof SyntaxError) hasSpoken = false;
  } finally {
    silence.end();
  }
  return { hasSpoken, retryMs: parser.retryMs };
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("Content-Type")?.startsWith("text/event-stream") ?? false;
}

async function refuse(response: Response): Promise<StreamEnd> {
  await response.body?.cancel();
  return { hasSpoken: false, retryMs: undefined };
}

/** Not every browser can iterate over a body. */
async function* readText({ body }: Response): AsyncGenerator<string> {
  const reader = body!.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Aborts a request when its server has been silent for too long. */
class Silence {
  readonly signal: AbortSignal;
  readonly #startTimer: StartTimer;
  readonly #timeout = new AbortController();
  #stopTimer = () => {};

  constructor(startTimer: StartTimer, signal: AbortSignal) {
    this.#startTimer = startTimer;
    this.signal = AbortSignal.any([signal, this.#timeout.signal]);
  }

  restart(delayMs: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#startTimer(() => this.#timeout.abort(), delayMs);
  }

  end(): void {
    this.#stopTimer();
    this.#timeout.abort();
  }
}
