// The network between a session and its client: what is sent waits until the client reads it, and
// is lost when the line is cut.

import type { Socket, SocketHandler } from "../../src/channel/socket.ts";

export type LineEnd = {
  /** In the order of the sending. */
  readonly onText: (text: string) => void;
  /** The server has closed the line. */
  readonly onClose: (code: number) => void;
};

const GONE = 1006;

export class SlowLine implements Socket {
  readonly #end: LineEnd;
  #handler: SocketHandler | undefined;
  #sent: string[] = [];
  #bufferedBytes = 0;
  #closeCode: number | undefined;
  #isReading = true;
  #isCut = false;
  /** The server knows that it is. */
  #isOver = false;
  #isMoving = false;

  constructor(end: LineEnd) {
    this.#end = end;
  }

  adopt(handler: SocketHandler): void {
    this.#handler = handler;
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  send(text: string): void {
    if (this.#isCut || this.#closeCode !== undefined) return;
    this.#sent.push(text);
    this.#bufferedBytes += text.length;
    this.#moveSoon();
  }

  close(code: number): void {
    this.#closeCode = code;
    this.#moveSoon();
  }

  terminate(): void {
    const wasCut = this.#isCut;
    this.cut({ isNoticed: true });
    if (!wasCut) this.#end.onClose(GONE);
  }

  ping(): void {
    if (!this.#isCut && this.#isReading) queueMicrotask(() => this.#handler?.pong());
  }

  /** From the client. */
  say(text: string): void {
    queueMicrotask(() => {
      if (!this.#isCut && this.#closeCode === undefined) this.#handler?.message(text);
    });
  }

  set isReading(isReading: boolean) {
    this.#isReading = isReading;
    this.#moveSoon();
  }

  /** Nothing comes through any more, and the server may hear of it or not. */
  cut({ isNoticed }: { readonly isNoticed: boolean }): void {
    this.#isCut = true;
    if (!isNoticed || this.#isOver) return;
    this.#isOver = true;
    this.#handler?.closed(this.#closeCode ?? GONE);
  }

  #moveSoon(): void {
    if (this.#isMoving) return;
    this.#isMoving = true;
    queueMicrotask(() => {
      this.#isMoving = false;
      this.#move();
    });
  }

  #move(): void {
    const hadAny = this.#sent.length > 0;
    while (this.#isReading && !this.#isCut && this.#sent.length > 0) {
      const text = this.#sent.shift()!;
      this.#bufferedBytes -= text.length;
      this.#end.onText(text);
    }
    if (this.#isCut || this.#sent.length > 0) return;
    if (this.#closeCode === undefined) {
      if (hadAny) this.#handler?.drained();
    } else if (this.#isReading) {
      this.cut({ isNoticed: true });
      this.#end.onClose(this.#closeCode);
    }
  }
}
