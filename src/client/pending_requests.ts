// Requests that wait for their answer. They outlive a break, and go out again after it.

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
/** Requests on their way: a server takes 32 messages of a socket at once, subscribes among them. */
export const MAX_UNANSWERED_REQUESTS = 16;

type Pending = {
  readonly message: RequestMessage;
  readonly resolve: (answer: ServerMessage) => void;
  readonly reject: (error: unknown) => void;
};

export class PendingRequests {
  readonly #startTimer: StartTimer;
  readonly #send: (message: RequestMessage) => void;
  readonly #pending = new Map<string, Pending>();
  /** Ids to be sent, as soon as there is room. */
  readonly #due = new Set<string>();
  /** Ids the server has to answer, also when nobody waits for the answer any more. */
  readonly #sent = new Set<string>();
  #isOpen = false;

  constructor(startTimer: StartTimer, send: (message: RequestMessage) => void) {
    this.#startTimer = startTimer;
    this.#send = send;
  }

  /** The connection is there: everything without an answer goes out. */
  open(): void {
    this.#isOpen = true;
    for (const id of this.#pending.keys()) this.#due.add(id);
    this.#sendDue();
  }

  /** The connection is lost: what is on its way will not be answered. */
  interrupt(): void {
    this.#isOpen = false;
    this.#sent.clear();
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
    this.#due.add(message.id);
    this.#sendDue();
    try {
      return await promise as AnswerTo<M>;
    } finally {
      this.#pending.delete(message.id);
      this.#due.delete(message.id);
      signal.removeEventListener("abort", abort);
      stopTimer();
    }
  }

  /** Gives an answer to whoever waits for it; false when nobody does. */
  settle(answer: ServerMessage): boolean {
    if (!("id" in answer) || answer.id === undefined) return false;
    if (this.#sent.delete(answer.id)) this.#sendDue();
    const pending = this.#pending.get(answer.id);
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

  #sendDue(): void {
    for (const id of this.#due) {
      if (!this.#isOpen || this.#sent.size >= MAX_UNANSWERED_REQUESTS) return;
      this.#due.delete(id);
      this.#sent.add(id);
      this.#send(this.#pending.get(id)!.message);
    }
  }
}
