// `Deno.serve` and its own WebSocket, with nothing around it: each frame encoded once and sent to
// every socket.

import { obeyBench } from "./obey_bench.ts";

const sockets = new Set<WebSocket>();

const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onopen = () => sockets.add(socket);
  socket.onclose = () => sockets.delete(socket);
  socket.onerror = (event) => event instanceof ErrorEvent && event.preventDefault();
  return response;
});

await obeyBench(server.addr.port, {
  send: (frame) => {
    const text = JSON.stringify(frame);
    for (const socket of sockets) socket.send(text);
  },
});
