// A socket that remembers what it was told, and takes bytes only when a test lets it.

import type { Socket } from "../../src/channel/socket.ts";

export type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

export class FakeSocket implements Socket {
  readonly texts: string[] = [];
  readonly closedWith: number[] = [];
  bufferedBytes = 0;
  /** What is sent piles up in `bufferedBytes`. */
  isStuck = false;
  isTerminated = false;
  pings = 0;

  send(text: string): void {
    this.texts.push(text);
    if (this.isStuck) this.bufferedBytes += text.length;
  }

  close(code: number): void {
    this.closedWith.push(code);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  ping(): void {
    this.pings++;
  }

  /** Every message so far, batches taken apart. */
  get messages(): Message[] {
    return this.texts.flatMap((text) => JSON.parse(text) as Message | Message[]);
  }

  get types(): string[] {
    return this.messages.map(({ type }) => type);
  }

  get last(): Message | undefined {
    return this.messages.at(-1);
  }
}
