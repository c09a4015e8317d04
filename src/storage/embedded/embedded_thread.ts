// The thread PGlite lives in: a running query blocks it, so it must not be the main one.
// It serves the PostgreSQL protocol on a Unix socket, one query at a time.

import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import type { OwnerMessage, ThreadMessage } from "./worker_protocol.ts";

/** Above the one that is used, so that a reconnect does not wait for the old one to be noticed. */
const MAX_CONNECTIONS = 4;
/** PGlite zeroes all of them at start, so each counts as memory in use: 128 MB, if nobody says. */
const SHARED_BUFFERS = "16MB";

let running: { readonly db: PGlite; readonly server: PGLiteSocketServer } | undefined;

self.onmessage = async ({ data }: MessageEvent<OwnerMessage>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ type: "failed", message } satisfies ThreadMessage);
  }
};

async function answer(message: OwnerMessage): Promise<ThreadMessage> {
  switch (message.type) {
    case "create":
      await create(message.folder);
      return { type: "created" };
    case "open":
      await open(message.folder, message.socketPath);
      return { type: "opened" };
    case "close":
      await close();
      return { type: "closed" };
  }
}

async function create(folder: string): Promise<void> {
  const db = await PGlite.create({ dataDir: folder });
  await db.close();
}

async function open(folder: string, socketPath: string): Promise<void> {
  const settings = [
    `shared_buffers=${SHARED_BUFFERS}`,
    "random_page_cost=1.1",
    "enable_seqscan=off",
  ];
  const startParams = [
    ...PGlite.defaultStartParams,
    ...settings.flatMap((setting) => ["-c", setting]),
  ];
  const db = await PGlite.create({ dataDir: folder, extensions: { pg_trgm }, startParams });
  const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: MAX_CONNECTIONS });
  await server.start();
  running = { db, server };
}

async function close(): Promise<void> {
  await running?.server.stop();
  await running?.db.close();
  running = undefined;
}
