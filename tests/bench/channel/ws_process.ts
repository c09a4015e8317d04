// `ws` on Node: each frame encoded once and sent to every socket.

// @ts-types="@types/ws"
import { WebSocketServer } from "ws";
import type { AddressInfo } from "node:net";
import { obeyBench } from "./obey_bench.ts";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  backlog: 4096,
  perMessageDeflate: false,
});
server.once("listening", () => {
  void obeyBench((server.address() as AddressInfo).port, {
    send: (frame) => {
      const text = JSON.stringify(frame);
      for (const socket of server.clients) socket.send(text);
    },
  });
});
