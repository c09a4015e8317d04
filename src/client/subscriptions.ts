// The jobs a connection watches: each is subscribed to once, however many look on, and from the
// place of the watcher that is furthest behind. What a watcher has seen is left out for it alone.

import type { Watcher } from "./channel.ts";
import { createFrameCursor, type FrameCursor } from "./frame_cursor.ts";
import type { StartTimer } from "./pending_requests.ts";
import { Refusal } from "./refusal.ts";
import type { Unreachable } from "./unreachable.ts";
import type { ClientMessage, Frame, Job, Problem } from "./wire.ts";

/** Subscribes and unsubscribes on their way: a server takes 32 messages of a socket at once. */
export const MAX_UNANSWERED = 16;
/** Shortest pause before a subscribe that could not be served is sent again, in milliseconds. */
export const RESUBSCRIBE_MS = 1_000;

export type SubscriptionPorts = {
  readonly startTimer: StartTimer;
  random(): number;
  newId(): string;
};

type Watch = { readonly watcher: Watcher; readonly cursor: FrameCursor };

type Subscription = {
  readonly watches: Set<Watch>;
  /** The `subscribe` whose answer must come before any frame counts. */
  askedId: string | undefined;
  isLive: boolean;
};

export class Subscriptions {
  readonly #ports: SubscriptionPorts;
  readonly #send: (message: ClientMessage) => void;
  readonly #jobs = new Map<string, Subscription>();
  /** Jobs to subscribe to, or to leave when nobody watches them, as soon as there is room. */
  readonly #due = new Set<string>();
  /** What is without an answer so far: id → job. */
  readonly #asked = new Map<string, string>();
  #isOpen = false;
  #stopTimer = () => {};

  constructor(ports: SubscriptionPorts, send: (message: ClientMessage) => void) {
    this.#ports = ports;
    this.#send = send;
  }

  /** Watches from the stored frame after `after` on; the answer stops it. */
  add(jobId: string, after: number, watcher: Watcher): () => void {
    const watch = { watcher, cursor: createFrameCursor(after) };
    const subscription = this.#jobs.get(jobId) ?? newSubscription();
    subscription.watches.add(watch);
    this.#jobs.set(jobId, subscription);
    this.#tell(jobId);
    return () => {
      if (!subscription.watches.delete(watch) || subscription.watches.size > 0) return;
      this.#forget(jobId, subscription);
    };
  }

  /** The connection is there: everything is subscribed to. */
  open(): void {
    this.#isOpen = true;
    for (const jobId of this.#jobs.keys()) this.#tell(jobId);
  }

  /** The connection is lost: until it is there again nothing counts. */
  interrupt(): void {
    this.#isOpen = false;
    this.#stopTimer();
    this.#due.clear();
    this.#asked.clear();
    for (const subscription of this.#jobs.values()) subscription.isLive = false;
  }

  /** The connection will not come back. */
  end(error: Unreachable): void {
    this.interrupt();
    for (const jobId of [...this.#jobs.keys()]) this.#fail(jobId, error);
  }

  /** The server tells of a job it was not asked for. */
  leaveUnwatched(jobId: string): void {
    if (this.#isOpen && !this.#jobs.has(jobId)) this.#tell(jobId);
  }

  receive(frame: Frame): void {
    const subscription = this.#jobs.get(frame.jobId);
    if (!subscription?.isLive) return;
    for (const { watcher, cursor } of subscription.watches) {
      if (cursor.accept(frame)) watcher.onFrame(frame);
    }
  }

  /** The answer to a subscribe. */
  begin(id: string, job: Job): void {
    const subscription = this.#answered(id);
    if (!subscription) return;
    subscription.isLive = true;
    for (const { watcher } of subscription.watches) watcher.onJob(job);
  }

  /** The answer to an unsubscribe. */
  left(id: string): void {
    this.#answered(id);
  }

  /** The server's no to a subscribe. */
  refuse(id: string, problem: Problem): void {
    const jobId = this.#asked.get(id);
    const subscription = this.#answered(id);
    if (!jobId || !subscription) return;
    const refusal = new Refusal(problem);
    if (!refusal.isPassing) return this.#fail(jobId, refusal);
    this.#stopTimer();
    this.#stopTimer = this.#ports.startTimer(
      () => this.#subscribeAgain(),
      RESUBSCRIBE_MS * (1 + this.#ports.random()),
    );
  }

  #subscribeAgain(): void {
    const asked = new Set(this.#asked.values());
    for (const [jobId, { isLive }] of this.#jobs) {
      if (!isLive && !asked.has(jobId)) this.#tell(jobId);
    }
  }

  /** Has the server know whether the job is watched. */
  #tell(jobId: string): void {
    this.#due.add(jobId);
    this.#sendDue();
  }

  #sendDue(): void {
    for (const jobId of this.#due) {
      if (!this.#isOpen || this.#asked.size >= MAX_UNANSWERED) return;
      this.#due.delete(jobId);
      const id = this.#ports.newId();
      this.#asked.set(id, jobId);
      const subscription = this.#jobs.get(jobId);
      this.#send(
        subscription
          ? { type: "subscribe", id, jobId, after: ask(subscription, id) }
          : { type: "unsubscribe", id, jobId },
      );
    }
  }

  /** The subscription this is the newest answer of. */
  #answered(id: string): Subscription | undefined {
    const jobId = this.#asked.get(id);
    if (jobId === undefined) return undefined;
    this.#asked.delete(id);
    this.#sendDue();
    const subscription = this.#jobs.get(jobId);
    return subscription?.askedId === id ? subscription : undefined;
  }

  #fail(jobId: string, error: Refusal | Unreachable): void {
    const watches = this.#jobs.get(jobId)?.watches ?? [];
    this.#jobs.delete(jobId);
    this.#due.delete(jobId);
    for (const { watcher } of watches) watcher.onError(error);
  }

  #forget(jobId: string, subscription: Subscription): void {
    // One that failed is gone already, and another of the same job may stand in its place.
    if (this.#jobs.get(jobId) !== subscription) return;
    this.#jobs.delete(jobId);
    this.#due.delete(jobId);
    if (this.#isOpen) this.#tell(jobId);
  }
}

/** Nothing counts before the answer. The place of the watch that is furthest behind. */
function ask(subscription: Subscription, id: string): number {
  subscription.askedId = id;
  subscription.isLive = false;
  return Math.min(...[...subscription.watches].map(({ cursor }) => cursor.seq()));
}

function newSubscription(): Subscription {
  return { watches: new Set(), askedId: undefined, isLive: false };
}
