// Requests that one connection sends without waiting for answers. All that a read brings are begun
// at once: without a limit 6 MB of them held the event loop for 8 s and took 600 MB.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Hardly anybody sends a second request before the first is answered. */
export const MAX_PIPELINED_REQUESTS = 32;

export class PipelineLimit {
  readonly #unanswered = new WeakMap<Socket, number>();

  /** Counts a request until its answer is out; cuts the connection off when it is one too many. */
  allows({ socket }: IncomingMessage, outgoing: ServerResponse): boolean {
    const count = this.#unanswered.get(socket) ?? 0;
    if (count >= MAX_PIPELINED_REQUESTS) socket.destroy();
    if (socket.destroyed) return false;
    this.#unanswered.set(socket, count + 1);
    outgoing.once("close", () => this.#unanswered.set(socket, this.#unanswered.get(socket)! - 1));
    return true;
  }
}
