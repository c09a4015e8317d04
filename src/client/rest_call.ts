// One call over plain HTTP. It ends by its answer, its signal or its time limit.

import { Refusal } from "./refusal.ts";
import { Unreachable } from "./unreachable.ts";
import type { Problem } from "./wire.ts";

/** Longest wait for one answer, in milliseconds. */
export const CALL_TIMEOUT_MS = 15_000;

export type RestCallInit = {
  readonly signal: AbortSignal;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default CALL_TIMEOUT_MS; `Infinity` leaves it to the signal. */
  readonly timeoutMs?: number;
};

/**
 * @throws {Refusal} for every answer but 2xx and 304. @throws {Unreachable} when there is none.
 */
export type RestCall = (path: string, init: RestCallInit) => Promise<Response>;

export type RestCallOptions = {
  /** Of the server: `https://example.org`. */
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Who calls, where no browser tells. */
  readonly headers: Readonly<Record<string, string>>;
};

export function createRestCall({ url, fetch, headers }: RestCallOptions): RestCall {
  return async function restCall(path, { signal, timeoutMs = CALL_TIMEOUT_MS, ...init }) {
    const limit = timeoutMs === Infinity
      ? signal
      : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(new URL(path, url), {
      ...init,
      headers: { ...headers, ...init.headers },
      credentials: "include",
      signal: limit,
    }).catch((error) => {
      signal.throwIfAborted();
      throw new Unreachable("The server does not answer", { cause: error });
    });
    if (response.ok || response.status === 304) return response;
    throw new Refusal(await problemOf(response));
  };
}

/** The problem document, or one made up for an answer from something in between. */
async function problemOf(response: Response): Promise<Problem> {
  const told = await response.json().catch(() => undefined) as Partial<Problem> | undefined;
  if (typeof told?.code === "string" && typeof told.detail === "string") return told as Problem;
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: `The server answered ${response.status}`,
    code: "internal",
    requestId: response.headers.get("X-Request-Id") ?? "",
  };
}
