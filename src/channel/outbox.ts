// What one socket has still to send. The network gets little at a time; what waits here keeps its
// order, except that of the frames that are not stored only a job's latest waits.

import { joinTexts, MAX_BATCH_BYTES } from "./frame_batch.ts";
import { MAX_UNSENT_BYTES } from "./limits.ts";
import type { Socket } from "./socket.ts";

/** Bytes the socket may hold before more waits here. */
export const MAX_SOCKET_BYTES = 64 * 1024;
/** An outbox that was full takes more again below this, so that the log is read in good portions. */
export const REFILL_BELOW_BYTES = MAX_UNSENT_BYTES / 2;

export class Outbox {
  readonly #socket: Socket;
  readonly #isBatch: boolean;
  #waiting: string[] = [];
  /** By name: the text that a later one of its name replaces, if it still waits. Few have any. */
  #latest: Map<string, string> | undefined;
  // In UTF-16 units: what is sent is nearly all ASCII.
  #waitingBytes = 0;
  #isFull = false;
  #hasSent = false;

  /** @param isBatch the client understands arrays of frames. */
  constructor(socket: Socket, isBatch: boolean) {
    this.#socket = socket;
    this.#isBatch = isBatch;
  }

  push(text: string): void {
    if (this.#mayPass()) return this.#send(text);
    this.#waiting.push(text);
    this.#waitingBytes += text.length;
    this.flush();
  }

  /** Takes the place of an earlier text of this name that still waits. */
  pushLatest(name: string, text: string): void {
    this.forget(name);
    if (!this.#mayPass()) (this.#latest ??= new Map()).set(name, text);
    this.push(text);
  }

  forget(name: string): void {
    const text = this.#latest?.get(name);
    if (text === undefined) return;
    this.#latest?.delete(name);
    const place = this.#waiting.indexOf(text);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    this.#waitingBytes -= text.length;
  }

  /** Gives the socket as much as it may hold. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) {
      this.#send(this.#isBatch ? this.#takeBatch() : this.#takeNext());
    }
  }

  clear(): void {
    this.#waiting = [];
    this.#latest = undefined;
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
    return this.#waiting.length === 0 && this.#hasRoom();
  }

  #hasRoom(): boolean {
    return this.#socket.bufferedBytes < MAX_SOCKET_BYTES;
  }

  #send(text: string): void {
    this.#hasSent = true;
    this.#socket.send(text);
  }

  #takeNext(): string {
    const text = this.#waiting.shift()!;
    this.#waitingBytes -= text.length;
    return text;
  }

  #takeBatch(): string {
    const texts = [this.#takeNext()];
    let bytes = texts[0]!.length;
    while (this.#waiting.length > 0 && bytes < MAX_BATCH_BYTES) {
      const text = this.#takeNext();
      texts.push(text);
      bytes += text.length;
    }
    return texts.length === 1 ? texts[0]! : joinTexts(texts);
  }
}
