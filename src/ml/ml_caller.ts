// A whole call: its request, its tries, its deadline, and what the breaker learns from it.

import { AppError } from "../errors.ts";
import type { Breaker } from "./breaker.ts";
import { exchange, type ExchangeOptions, type MlAnswer } from "./exchange.ts";
import type { MlCall } from "./ml_client.ts";
import { retry, type RetryPolicy } from "./retry.ts";
import type { ConvertRequest, GenerateRequest, RenderRequest } from "./schema.ts";
import { createTraceparent } from "./traceparent.ts";
import { withTimeout } from "./with_timeout.ts";

export type MlCallerOptions = Omit<ExchangeOptions, "signal"> & {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly hasOwnTracing: boolean;
  readonly retry: RetryPolicy;
  readonly breaker: Breaker;
};

export type MlPost = {
  readonly path: string;
  readonly accept: string;
  readonly body: GenerateRequest | ConvertRequest | RenderRequest;
  /** Whether a service may do without it: failing there, it may do the rest. @default false */
  readonly isOptional?: boolean;
  /** Tells the calls of one job to one path apart. @default "" */
  readonly part?: string;
};

export class MlCaller {
  readonly #options: MlCallerOptions;

  constructor(options: MlCallerOptions) {
    this.#options = options;
  }

  /** Sends a request until `read` gets a result from an answer, or trying again makes no sense. */
  post<T>(
    { path, accept, body, isOptional = false, part = "" }: MlPost,
    { jobId, signal }: MlCall,
    read: (answer: MlAnswer) => Promise<T>,
  ): Promise<T> {
    const { retry: policy, breaker, timeouts } = this.#options;
    const request = {
      url: this.#url(path),
      method: "POST" as const,
      headers: {
        ...this.#headers(jobId),
        "idempotency-key": jobId + part,
        accept,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
      isOptional,
    };
    const attempt = (signal: AbortSignal) => exchange(request, { ...this.#options, signal }, read);
    const tries = (signal: AbortSignal) =>
      retry(() => guard(breaker, () => attempt(signal), { isOptional }), {
        policy,
        signal,
        canRetry: () => !breaker.isOpen,
      });
    return withTimeout(tries, { timeoutMs: timeouts.callMs, signal, waitingTo: "to finish" });
  }

  /** Resolves when `path` answers 200 about as quickly as a connection must be made. */
  async get(path: string, signal: AbortSignal): Promise<void> {
    const request = { url: this.#url(path), method: "GET" as const, headers: this.#headers() };
    const ask = (signal: AbortSignal) =>
      exchange(request, { ...this.#options, signal }, (answer) => answer.bytes());
    const timeoutMs = this.#options.timeouts.connectMs;
    await withTimeout(ask, { timeoutMs, signal, waitingTo: "to tell its health" });
  }

  #url(path: string): URL {
    return new URL(this.#options.baseUrl.replace(/\/+$/, "") + path);
  }

  #headers(jobId?: string): Record<string, string> {
    const { apiKey, hasOwnTracing } = this.#options;
    return {
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...(jobId === undefined || hasOwnTracing ? {} : { traceparent: createTraceparent(jobId) }),
    };
  }
}

/** A refusal shows that the service is alive; an abort, or a failing listener, shows nothing. */
async function guard<T>(
  breaker: Breaker,
  work: () => Promise<T>,
  { isOptional }: Required<Pick<MlPost, "isOptional">>,
): Promise<T> {
  breaker.check();
  try {
    const result = await work();
    breaker.succeed();
    return result;
  } catch (error) {
    const code = error instanceof AppError ? error.code : "";
    if (code === "ml_rejected") breaker.succeed();
    else if (code.startsWith("ml_") && !isOptional) breaker.fail();
    throw error;
  }
}
