// Socket.IO on Node, over WebSockets alone: each frame as an event to the room of its job.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { obeyBench } from "./obey_bench.ts";
import { WATCHED_JOB_ID } from "./watched_job.ts";

const server = createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => void socket.join(WATCHED_JOB_ID));

server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  void obeyBench((server.address() as AddressInfo).port, {
    send: (frame) => {
      io.to(WATCHED_JOB_ID).emit("frame", frame);
    },
  });
});
