// Requests that one connection sends without waiting for answers. Each is begun once the one before
// it is answered: node tells no answer that still waits for its turn that the peer has gone away.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Hardly anybody sends a second request before the first is answered. */
export const MAX_PIPELINED_REQUESTS = 32;

export class Pipelines {
  /** By connection: the request that is being answered, and those behind it. */
  readonly #lines = new WeakMap<Socket, (() => void)[]>();

  /** Begins a request when it is its turn; cuts the connection off when it is one too many. */
  take({ socket }: IncomingMessage, outgoing: ServerResponse, begin: () => void): void {
    const line = this.#lines.get(socket) ?? [];
    this.#lines.set(socket, line);
    if (line.length >= MAX_PIPELINED_REQUESTS) socket.destroy();
    if (socket.destroyed) return;
    line.push(begin);
    outgoing.once("close", () => {
      line.shift();
      if (socket.writable) line[0]?.();
    });
    if (line.length === 1) begin();
  }
}
