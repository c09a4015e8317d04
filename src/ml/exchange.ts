// One try of one request: send it, look at the status, hand out the body.

import { AppError } from "../errors.ts";
import { readBytes, readChunks } from "./read_chunks.ts";
import { parseRetryAfter } from "./retry_after.ts";
import { withTimeout } from "./with_timeout.ts";

export type Timeouts = {
  readonly connectMs: number;
  /** Longest wait for the first byte, and then for each next one. */
  readonly silenceMs: number;
  /** For a call with all of its tries. */
  readonly callMs: number;
};

export type Fetch = (request: Request) => Response | Promise<Response>;

export type ExchangeOptions = {
  readonly fetch: Fetch;
  /** Resolves when the host can be reached; `fetch` itself does not tell connecting from waiting. */
  readonly connect: ((url: URL, signal: AbortSignal) => Promise<void>) | undefined;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
};

export type MlRequest = {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether a service may do without this route. @default false */
  readonly isOptional?: boolean;
};

/** An answer of status 200. One of the two readers may be used, once. */
export type MlAnswer = {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  chunks(): AsyncIterable<Uint8Array>;
  /** All of them. @default MAX_ML_ANSWER_BYTES */
  bytes(maxBytes?: number): Promise<Uint8Array<ArrayBuffer>>;
};

/**
 * Sends a request and gives its answer to `read`; what that leaves unread is dropped.
 * @throws {AppError} `ml_unavailable`, `ml_timeout`, `ml_rejected`, `ml_invalid_answer`.
 */
export async function exchange<T>(
  request: MlRequest,
  options: ExchangeOptions,
  read: (answer: MlAnswer) => Promise<T>,
): Promise<T> {
  const response = await send(request, options);
  try {
    if (response.status !== 200) throw statusError(response, request);
    return await read(openAnswer(response, options));
  } finally {
    if (response.body?.locked === false) await response.body.cancel();
  }
}

async function send(
  { url, isOptional: _, ...init }: MlRequest,
  { fetch, connect, timeouts, signal }: ExchangeOptions,
): Promise<Response> {
  if (connect) await reach(() => connectInTime(connect, url, timeouts.connectMs, signal), signal);
  return await reach(() => {
    const send = async (signal: AbortSignal) =>
      await fetch(new Request(url, { ...init, redirect: "manual", signal }));
    return withTimeout(send, {
      timeoutMs: timeouts.silenceMs,
      signal,
      waitingTo: "to begin its answer",
    });
  }, signal);
}

function connectInTime(
  connect: NonNullable<ExchangeOptions["connect"]>,
  url: URL,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const options = { timeoutMs, signal, waitingTo: "to be connected to" };
  return withTimeout((signal) => connect(url, signal), options);
}

/** What fails on the way is the network; the reason of an abort stays what it is. */
async function reach<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof AppError) throw cause;
    throw new AppError("ml_unavailable", "The ML service cannot be reached", { cause });
  }
}

function openAnswer(
  { headers, body }: Response,
  { timeouts: { silenceMs }, signal }: ExchangeOptions,
): MlAnswer {
  const stream = body ?? new Blob().stream();
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  return {
    mediaType,
    chunks: () => readChunks(stream, { silenceMs, signal }),
    bytes: (maxBytes) => readBytes(stream, { silenceMs, signal, maxBytes }),
  };
}

/** Not found, method not allowed, not implemented. */
const MISSING: readonly number[] = [404, 405, 501];

/** The body of such an answer is never read: nobody should be shown it. */
function statusError({ status, headers }: Response, { isOptional = false }: MlRequest): AppError {
  if (isOptional && MISSING.includes(status)) {
    return new AppError("ml_rejected", `The ML service does not do this: status ${status}`);
  }
  if (status === 408 || status === 429 || status >= 500) {
    const retryAfterSeconds = parseRetryAfter(headers.get("retry-after"), Date.now());
    return new AppError(
      "ml_unavailable",
      `The ML service cannot answer now: status ${status}`,
      retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
    );
  }
  if (status === 401 || status === 403) {
    return new AppError("ml_rejected", `The ML service did not accept its API key: ${status}`);
  }
  if (status >= 400) {
    return new AppError("ml_rejected", `The ML service refused the request: status ${status}`);
  }
  return new AppError(
    "ml_invalid_answer",
    `The ML service sent an answer that cannot be used: status ${status}`,
  );
}
