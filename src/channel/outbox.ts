// What one socket has still to send. The network gets little at a time; what waits here keeps its
// order, except that of the frames that are not stored only a job's latest waits.

import type { Batches } from "./batches.ts";
import { MAX_UNSENT_BYTES } from "./limits.ts";
import type { Socket } from "./socket.ts";

/** Bytes the socket may hold before more waits here. */
export const MAX_SOCKET_BYTES = 64 * 1024;
/** An outbox that was full takes more again below this, so that the log is read in good portions. */
export const REFILL_BELOW_BYTES = MAX_UNSENT_BYTES / 2;
export const MAX_BATCH_FRAMES = 32;
export const MAX_BATCH_BYTES = 16 * 1024;

/** What an outbox asks of those that gather batches. */
export type Gathering = Pick<Batches, "flushSoon" | "join">;

export class Outbox {
  readonly #socket: Socket;
  readonly #batches: Gathering | undefined;
  // By arrival; a text that a later one of its kind replaces has a name for a key.
  readonly #waiting = new Map<number | string, string>();
  #arrivals = 0;
  // In UTF-16 units: what is sent is nearly all ASCII.
  #waitingBytes = 0;
  #isFull = false;
  #hasSent = false;

  /** @param batches where the client understands arrays of frames. */
  constructor(socket: Socket, batches?: Gathering) {
    this.#socket = socket;
    this.#batches = batches;
  }

  /** @param isUrgent sends at once also where texts are gathered into batches. */
  push(text: string, isUrgent = true): void {
    if (this.#mayPass()) this.#send(text);
    else this.#wait(this.#arrivals++, text, isUrgent);
  }

  /** Takes the place of an earlier text of this name that still waits. */
  pushLatest(name: string, text: string): void {
    this.forget(name);
    if (this.#mayPass()) this.#send(text);
    else this.#wait(name, text, false);
  }

  forget(name: string): void {
    this.#waitingBytes -= this.#waiting.get(name)?.length ?? 0;
    this.#waiting.delete(name);
  }

  /** Gives the socket as much as it may hold. */
  flush(): void {
    while (this.#waiting.size > 0 && this.#hasRoom()) {
      this.#send(this.#batches === undefined ? this.#takeNext() : this.#takeBatch(this.#batches));
    }
  }

  clear(): void {
    this.#waiting.clear();
    this.#waitingBytes = 0;
  }

  get unsentBytes(): number {
    return this.#socket.bufferedBytes + this.#waitingBytes;
  }

  /** Over MAX_UNSENT_BYTES, until it is below REFILL_BELOW_BYTES. */
  get isFull(): boolean {
    const unsent = this.unsentBytes;
    if (unsent > MAX_UNSENT_BYTES) this.#isFull = true;
    else if (unsent < REFILL_BELOW_BYTES) this.#isFull = false;
    return this.#isFull;
  }

  /** Whether anything was sent since this was last asked. */
  takeHasSent(): boolean {
    const hasSent = this.#hasSent;
    this.#hasSent = false;
    return hasSent;
  }

  #mayPass(): boolean {
    return this.#waiting.size === 0 && this.#batches === undefined && this.#hasRoom();
  }

  #hasRoom(): boolean {
    return this.#socket.bufferedBytes < MAX_SOCKET_BYTES;
  }

  #send(text: string): void {
    this.#hasSent = true;
    this.#socket.send(text);
  }

  #wait(key: number | string, text: string, isUrgent: boolean): void {
    this.#waiting.set(key, text);
    this.#waitingBytes += text.length;
    const isDue = isUrgent || this.#waiting.size >= MAX_BATCH_FRAMES ||
      this.#waitingBytes >= MAX_BATCH_BYTES;
    if (isDue || this.#batches === undefined) this.flush();
    else this.#batches.flushSoon(this);
  }

  #takeNext(): string {
    const [key, text] = this.#waiting.entries().next().value!;
    this.#waiting.delete(key);
    this.#waitingBytes -= text.length;
    return text;
  }

  #takeBatch(batches: Gathering): string {
    const texts = [this.#takeNext()];
    let bytes = texts[0]!.length;
    while (this.#waiting.size > 0 && texts.length < MAX_BATCH_FRAMES && bytes < MAX_BATCH_BYTES) {
      const text = this.#takeNext();
      texts.push(text);
      bytes += text.length;
    }
    return texts.length === 1 ? texts[0]! : batches.join(texts);
  }
}
