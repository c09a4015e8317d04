// A process that listens on a free port, prints it, and answers every request.

import { openNodeListener } from "../../src/listener/node_listener.ts";

const listener = await openNodeListener({
  fetch: () => new Response("plain"),
  upgrade: () => Promise.resolve(new Response(null, { status: 404 })),
}, {
  hostname: "127.0.0.1",
  port: 0,
  maxMessageBytes: 1024,
  maxConnections: 10_000,
  onError: () => {},
});
await Deno.stdout.write(new TextEncoder().encode(`${listener.port}\n`));
