// A proxy as some networks have it: it lets no WebSocket through, or holds every stream back until
// its end, and breaks off what is open when a test says so.

import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

export type MeddlingProxy = AsyncDisposable & {
  readonly url: string;
  letsSocketsThrough: boolean;
  letsStreamsThrough: boolean;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** Breaks off everything that is open. */
  drop(): void;
};

export async function startMeddlingProxy(targetUrl: string): Promise<MeddlingProxy> {
  const target = new URL(targetUrl);
  const asked: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer((incoming, answer) => {
    asked.push(incoming.url!);
    forward(target, incoming, answer, () => proxy.letsStreamsThrough);
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("upgrade", (incoming, socket) => {
    asked.push(incoming.url!);
    if (proxy.letsSocketsThrough) tunnel(target, incoming, socket);
    else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const proxy: MeddlingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letsSocketsThrough: true,
    letsStreamsThrough: true,
    asked,
    drop() {
      for (const socket of open) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      proxy.drop();
      await closed;
    },
  };
  return proxy;
}

function forward(
  { hostname, port }: URL,
  incoming: IncomingMessage,
  answer: ServerResponse,
  letsStreamsThrough: () => boolean,
): void {
  const { method, url, headers } = incoming;
  const onward = request({ hostname, port, method, path: url, headers }, (reply) => {
    const isStream = reply.headers["content-type"]?.startsWith("text/event-stream");
    const isHeld = isStream && !letsStreamsThrough();
    if (!isHeld) answer.writeHead(reply.statusCode!, reply.headers);
    const held: Uint8Array[] = [];
    reply.on("data", (part) => isHeld ? held.push(part) : answer.write(part));
    reply.on("error", () => answer.destroy());
    reply.on("end", () => {
      if (isHeld) answer.writeHead(reply.statusCode!, reply.headers);
      for (const part of held) answer.write(part);
      answer.end();
    });
  });
  onward.on("error", () => answer.destroy());
  answer.on("close", () => onward.destroy());
  incoming.pipe(onward);
}

function tunnel({ hostname, port }: URL, incoming: IncomingMessage, client: Duplex): void {
  const server = connect(Number(port), hostname);
  const { method, url, rawHeaders } = incoming;
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  server.write(`${lines.join("\r\n")}\r\n\r\n`);
  for (const [from, to] of [[client, server], [server, client]] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
}
