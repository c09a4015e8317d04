// One socket from `hello` to its end: what the client asks for, the jobs it watches, and the rules
// for those who are silent, slow, too fast or wrong. It has no timer of its own: `tick` is the time.

import { type Frame, isStored } from "../jobs/frame.ts";
import type { Job } from "../jobs/job.ts";
import { AppError } from "../errors.ts";
import type { Caller } from "../jobs/caller.ts";
import type { Quota } from "../jobs/submit_limiter.ts";
import { parseClientMessage } from "./client_message.ts";
import * as limits from "./limits.ts";
import { MessageRate } from "./message_rate.ts";
import { Outbox } from "./outbox.ts";
import { CLOSE_CODES, PROTOCOL, type ServerMessage } from "./protocol.ts";
import { answerRequest, refusalOf, type RequestParts } from "./requests.ts";
import type { Socket, SocketHandler } from "./socket.ts";
import type { Watch } from "./watch.ts";

export type SessionOptions = {
  readonly caller: Caller;
  /** What the caller has left as the socket opens. */
  readonly quota: Quota;
  /** The client understands arrays of frames. */
  readonly isBatch: boolean;
  /** Called once, when the socket is gone. */
  readonly onClosed: () => void;
};

export class Session implements SocketHandler {
  readonly caller: Caller;
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #parts: RequestParts;
  readonly #outbox: Outbox;
  readonly #rate = new MessageRate(limits.MAX_MESSAGES_PER_MINUTE);
  readonly #watches = new Map<string, Watch>();
  #working: Promise<void> = Promise.resolve();
  #waiting = 0;
  #badMessages = 0;
  /** Some watch left frames in the log as the outbox was full. */
  #owesFrames = false;
  #isResuming = false;
  #sentAtMs: number;
  #heardAtMs: number;
  #pingedAtMs: number;
  #slowSinceMs: number | undefined;
  #closingSinceMs: number | undefined;

  constructor(socket: Socket, options: SessionOptions, parts: RequestParts) {
    this.caller = options.caller;
    this.#socket = socket;
    this.#options = options;
    this.#parts = parts;
    this.#outbox = new Outbox(socket, options.isBatch);
    this.#sentAtMs = this.#heardAtMs = this.#pingedAtMs = parts.clock.nowMs();
    this.say(helloOf(options.quota));
  }

  message(text: string): void {
    if (this.isOver) return;
    this.#heardAtMs = this.#parts.clock.nowMs();
    if (!this.#rate.allows(this.#heardAtMs)) return this.#close("tooManyMessages");
    const parsed = parseClientMessage(text, this.#parts.invalidRequest);
    if ("error" in parsed) return this.#refuseBad(parsed.error, parsed.id);
    const { message } = parsed;
    if (message.type === "ping") return this.say({ ...message, type: "pong" });
    if (this.#waiting >= limits.MAX_WAITING_REQUESTS) return this.#refuseMore(message.id);
    this.#waiting++;
    // One after the other, so that a client's own requests never overtake each other.
    this.#working = this.#working.then(async () => {
      this.#waiting--;
      if (!this.isOver) await answerRequest(message, this, this.#parts);
    });
  }

  binary(): void {
    this.#close("binary");
  }

  pong(): void {
    this.#heardAtMs = this.#parts.clock.nowMs();
  }

  drained(): void {
    this.#outbox.flush();
    if (this.#owesFrames && !this.#isResuming && !this.#outbox.isFull) void this.#resumeWatches();
  }

  closed(code: number): void {
    this.#parts.log.debug("Socket closed", { code });
    this.#closingSinceMs ??= this.#parts.clock.nowMs();
    this.#leaveAll();
    this.#options.onClosed();
  }

  /** Looks at the time: once a second or so. */
  tick(nowMs: number): void {
    if (this.#closingSinceMs !== undefined) {
      if (nowMs - this.#closingSinceMs >= limits.CLOSE_GRACE_MS) this.#socket.terminate();
      return;
    }
    this.drained();
    this.#watchSlowness(nowMs);
    this.#watchSilence(nowMs);
  }

  /** The process itself stood still: nobody could be heard meanwhile, nor be sent anything. */
  forgiveStandstill(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#slowSinceMs = undefined;
  }

  warnOfDrain(retryAfterMs: number): void {
    this.say({ type: "going_away", retryAfterMs });
  }

  goAway(): void {
    this.#close("goingAway");
  }

  get isOver(): boolean {
    return this.#closingSinceMs !== undefined;
  }

  say(message: ServerMessage): void {
    if (!this.isOver) this.#outbox.push(JSON.stringify(message));
  }

  hasRoomFor(jobId: string): boolean {
    return this.#watches.has(jobId) || this.#watches.size < limits.MAX_SUBSCRIPTIONS;
  }

  isWatching(jobId: string): boolean {
    return this.#watches.has(jobId);
  }

  /** Watches a job from here on; an earlier watch of it ends. */
  watch(job: Job, after: number, begin?: (replayed: number) => void): void {
    if (this.isOver) return;
    this.leave(job.jobId);
    const watch = this.#parts.hub.watch(job, after, {
      ...(begin === undefined ? {} : { begin }),
      isBatch: this.#options.isBatch,
      send: (text, frame) => this.#show(text, frame),
      canTake: () => this.#canTake(),
    });
    this.#watches.set(job.jobId, watch);
  }

  leave(jobId: string): void {
    this.#watches.get(jobId)?.close();
    this.#watches.delete(jobId);
    this.#outbox.forget(jobId);
  }

  #show(text: string, { type, jobId }: Frame): void {
    if (!isStored(type)) this.#outbox.pushLatest(jobId, text);
    else this.#outbox.push(text);
  }

  #canTake(): boolean {
    if (this.#outbox.isFull) this.#owesFrames = true;
    return !this.#outbox.isFull;
  }

  // One after the other: together they would read far more of the log than there is room for.
  async #resumeWatches(): Promise<void> {
    this.#isResuming = true;
    this.#owesFrames = false;
    for (const watch of [...this.#watches.values()]) {
      if (!this.#canTake()) break;
      await watch.resume();
    }
    this.#isResuming = false;
  }

  #refuseBad(error: unknown, id: string | undefined): void {
    this.say(refusalOf(error, id, this.#parts));
    this.#badMessages++;
    if (this.#badMessages >= limits.MAX_BAD_MESSAGES) this.#close("badMessages");
  }

  #refuseMore(id: string): void {
    const error = new AppError("rate_limited", "Too many requests wait on this socket");
    this.say(refusalOf(error, id, this.#parts));
  }

  #watchSlowness(nowMs: number): void {
    const isSlow = this.#outbox.unsentBytes > limits.MAX_UNSENT_BYTES || this.#owesFrames;
    this.#slowSinceMs = isSlow ? this.#slowSinceMs ?? nowMs : undefined;
    const slowMs = nowMs - (this.#slowSinceMs ?? nowMs);
    if (slowMs >= limits.SLOW_READER_MS) this.#close("slowReader");
  }

  #watchSilence(nowMs: number): void {
    const heartbeatMs = limits.HEARTBEAT_SECONDS * 1000;
    const unheardMs = nowMs - this.#heardAtMs;
    if (unheardMs >= limits.HEARTBEAT_LOST_MS) return this.#close("heartbeatLost");
    if (unheardMs >= heartbeatMs && nowMs - this.#pingedAtMs >= heartbeatMs) {
      this.#pingedAtMs = nowMs;
      this.#socket.ping();
    }
    if (this.#outbox.takeHasSent()) this.#sentAtMs = nowMs;
    // Who has not read what there is needs no heartbeat.
    else if (nowMs - this.#sentAtMs >= heartbeatMs && this.#outbox.unsentBytes === 0) {
      this.say({ type: "heartbeat" });
    }
  }

  #close(reason: keyof typeof CLOSE_CODES): void {
    if (this.isOver) return;
    const code = CLOSE_CODES[reason];
    this.#parts.log.info("Socket is closed by the server", { code, reason });
    this.#closingSinceMs = this.#parts.clock.nowMs();
    this.#leaveAll();
    this.#outbox.flush();
    this.#outbox.clear();
    this.#socket.close(code, REASONS[reason]);
  }

  #leaveAll(): void {
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
  }
}

/** Short, for people who look at a close event. */
const REASONS: Readonly<Record<keyof typeof CLOSE_CODES, string>> = {
  goingAway: "The server is stopping",
  binary: "Text only",
  badUtf8: "Not UTF-8",
  tooLarge: "Message too large",
  heartbeatLost: "Nothing heard for too long",
  tooManyMessages: "Too many messages",
  slowReader: "Reading too slowly",
  badMessages: "Too many bad messages",
};

function helloOf({ limit, remaining, resetSeconds }: Quota): ServerMessage {
  return {
    type: "hello",
    protocol: PROTOCOL,
    heartbeatSeconds: limits.HEARTBEAT_SECONDS,
    limits: {
      maxMessageBytes: limits.MAX_MESSAGE_BYTES,
      maxMessagesPerMinute: limits.MAX_MESSAGES_PER_MINUTE,
      maxSubscriptions: limits.MAX_SUBSCRIPTIONS,
    },
    quota: { limit, remaining, resetSeconds: Math.ceil(resetSeconds) },
  };
}
