// Hints on their way out, several in one notification: PostgreSQL serializes the commits that
// notify (1,540 a second however many clients, against 4,400 without), so a process sends few.

import type { Hint } from "../../jobs/hints.ts";
import { isEnvelope } from "../../jobs/is_envelope.ts";

/** Between two notifications of this process; the first one leaves at once. */
export const MIN_INTERVAL_MS = 25;
/** PostgreSQL takes payloads under 8,000 bytes. */
export const MAX_PAYLOAD_BYTES = 7_900;
/** More than that are not worth telling one by one. */
export const MAX_WAITING = 500;

export class HintOutbox implements Disposable {
  readonly #notify: (payload: string) => Promise<void>;
  readonly #processId: string;
  #waiting = new Map<string, Hint>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  #isClosed = false;

  /** `notify` may fail: a hint that is lost is no harm. */
  constructor(processId: string, notify: (payload: string) => Promise<void>) {
    this.#processId = processId;
    this.#notify = notify;
  }

  add(hint: Hint): void {
    if (this.#isClosed) return;
    if (this.#waiting.size >= MAX_WAITING) this.#waiting = new Map([ALL_MISSED]);
    this.#waiting.set(keyOf(hint), hint);
    if (!this.#isSending) void this.#sendAll();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#waiting.clear();
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    // What comes in the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      await this.#notify(this.#takePayload()).catch(() => {});
      if (!this.#isClosed) await this.#pause();
    }
    this.#isSending = false;
  }

  #takePayload(): string {
    let payload = JSON.stringify([this.#processId]);
    for (const [key, hint] of this.#waiting) {
      const next = `${payload.slice(0, -1)},${JSON.stringify(hint)}]`;
      const isTooLong = new TextEncoder().encode(next).length > MAX_PAYLOAD_BYTES;
      if (isTooLong && payload.length > this.#processId.length + 4) break;
      this.#waiting.delete(key);
      if (!isTooLong) payload = next;
    }
    return payload;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#timer = setTimeout(resolve, MIN_INTERVAL_MS));
  }
}

const ALL_MISSED = ["hints_missed", { type: "hints_missed" }] as const;

/** The latest of its kind about its job is enough. */
function keyOf(hint: Hint): string {
  switch (hint.type) {
    case "job_ready":
    case "hints_missed":
      return hint.type;
    case "frame_shown":
      return `${hint.type} ${hint.envelope.frame.type} ${hint.envelope.frame.jobId}`;
    default:
      return `${hint.type} ${hint.jobId}`;
  }
}

/** The hints of a payload; undefined for an own one and for what no process of ours sent. */
export function readPayload(payload: string, processId: string): Hint[] | undefined {
  try {
    const [from, ...hints] = JSON.parse(payload);
    return typeof from === "string" && from !== processId ? hints.filter(isHint) : undefined;
  } catch {
    return undefined;
  }
}

/** Anybody on the database can notify, and a newer version of ours may know other hints. */
function isHint(value: Readonly<Record<string, unknown>> | null): value is Hint {
  switch (value?.type) {
    case "job_ready":
    case "hints_missed":
      return true;
    case "job_cancelled":
    case "frames_stored":
      return typeof value.jobId === "string";
    case "frame_shown":
      return isEnvelope(value.envelope);
    default:
      return false;
  }
}
