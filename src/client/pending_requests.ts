// Requests that wait for their answer. They outlive a break: whoever owns them sends them again.

import { Refusal } from "./refusal.ts";
import { Unreachable } from "./unreachable.ts";
import type { ClientMessage, ServerMessage } from "./wire.ts";

export type RequestMessage = Extract<ClientMessage, { type: "generate" | "search" | "cancel" }>;

type AnswerTypes = { generate: "accepted"; search: "songs"; cancel: "ok" };
export type AnswerTo<M extends RequestMessage> = Extract<
  ServerMessage,
  { type: AnswerTypes[M["type"]] }
>;

export type StartTimer = (callback: () => void, delayMs: number) => () => void;

/** How long a request waits for its answer, breaks included, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 60_000;

type Pending = {
  readonly message: RequestMessage;
  readonly resolve: (answer: ServerMessage) => void;
  readonly reject: (error: unknown) => void;
};

export class PendingRequests {
  readonly #startTimer: StartTimer;
  readonly #pending = new Map<string, Pending>();

  constructor(startTimer: StartTimer) {
    this.#startTimer = startTimer;
  }

  /** @throws {Refusal} the server's no. @throws {Unreachable} no answer in time. */
  async add<M extends RequestMessage>(message: M, signal: AbortSignal): Promise<AnswerTo<M>> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ServerMessage>();
    const stopTimer = this.#startTimer(
      () => reject(new Unreachable("The server does not answer")),
      REQUEST_TIMEOUT_MS,
    );
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    this.#pending.set(message.id, { message, resolve, reject });
    try {
      return await promise as AnswerTo<M>;
    } finally {
      this.#pending.delete(message.id);
      signal.removeEventListener("abort", abort);
      stopTimer();
    }
  }

  /** Gives an answer to whoever waits for it; false when nobody does. */
  settle(answer: ServerMessage): boolean {
    const pending = "id" in answer && answer.id !== undefined && this.#pending.get(answer.id);
    if (!pending) return false;
    // A server that is going away will be followed by another, which gets the request again.
    if (answer.type === "error" && answer.error.code === "draining") return true;
    if (answer.type === "error") pending.reject(new Refusal(answer.error));
    else pending.resolve(answer);
    return true;
  }

  rejectAll(error: unknown): void {
    for (const { reject } of this.#pending.values()) reject(error);
  }

  messages(): RequestMessage[] {
    return [...this.#pending.values()].map(({ message }) => message);
  }
}
