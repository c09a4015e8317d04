// A connection to a server that ends when nothing comes over it for too long. A live server answers
// within its statement timeout, so silence means idle, which a reconnect cures for 5 ms, or a host
// that is gone without a word, for which the driver would wait many minutes.

import { Socket } from "node:net";

export class ServerSocket extends Socket {
  constructor(silenceMs: number) {
    super();
    this.setTimeout(silenceMs);
  }

  // TLS takes over the listeners of a socket, so the event is caught on its way.
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === "timeout") this.destroy();
    return super.emit(event as string, ...args);
  }
}
