// A door to a server that can fall silent without closing, as a host does that has lost its power.

import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export type TcpProxy = AsyncDisposable & {
  readonly port: number;
  /** From now on nothing passes through the connections that are open. */
  silence(): void;
  /** From now on connections are taken and nothing is ever answered. */
  muteNew(): void;
  /** Breaks off every connection; new ones pass, also after `muteNew`. */
  drop(): void;
};

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let isMute = false;
  const server = createServer((client) => {
    if (isMute) return void open.add(client.on("close", () => open.delete(client)));
    const target = connect(targetPort, "127.0.0.1");
    for (const [from, to] of [[client, target], [target, client]] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => (open.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      for (const socket of open) socket.unpipe().pause();
    },
    muteNew() {
      isMute = true;
    },
    drop() {
      isMute = false;
      for (const socket of open) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
