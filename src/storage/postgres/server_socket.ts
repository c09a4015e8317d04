// A connection to a server that ends when nothing comes over it for too long. A live server answers
// within its statement timeout, so silence means idle, which a reconnect cures for 5 ms, or a host
// that is gone without a word, for which the driver would wait many minutes (porsager/postgres#394).

import { Socket } from "node:net";

/** What the driver tells about where to connect. */
export type ServerAddress = {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
};

/** Makes the driver's sockets; one address after the other where there are several. */
export function createSocketFactory(silenceMs: number): (address: ServerAddress) => Socket {
  let attempts = 0;
  return function connect({ host, port, path }) {
    const socket = new ServerSocket();
    socket.setTimeout(silenceMs);
    if (path) return socket.connect(path);
    const index = attempts++ % port.length;
    // The driver verifies the server's certificate against this name.
    socket.host = host[index]!;
    return socket.connect(port[index]!, socket.host);
  };
}

// The driver takes all listeners off a socket before TLS, so the event is caught on its way.
class ServerSocket extends Socket {
  host = "";

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === "timeout") this.destroy();
    return super.emit(event as string, ...args);
  }
}
