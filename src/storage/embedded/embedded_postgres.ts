// PostgreSQL inside this process: PGlite in a thread of its own, reached over a Unix socket in a
// private folder, so that the code above cannot tell it from a server.

import { join } from "node:path";
import { isThere } from "./is_there.ts";
import { makeSocketFolder, SOCKET_FILE } from "./socket_folder.ts";
import type { OwnerMessage, ThreadMessage } from "./worker_protocol.ts";

const OPEN_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5_000;

/** A running embedded database. The folder of its socket is what PostgreSQL clients call host. */
export type EmbeddedPostgres = AsyncDisposable & { readonly socketFolder: string };

/** Opens the database kept in `folder`, creating it if need be. The caller holds the lock. */
export async function openEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  try {
    await createOnce(folder);
    return await serve(folder);
  } catch (error) {
    throw new Error("Cannot open the embedded database", { cause: error });
  }
}

async function serve(folder: string): Promise<EmbeddedPostgres> {
  const socketFolder = await makeSocketFolder(folder);
  const worker = startThread();
  const stop = async () => {
    worker.terminate();
    await Deno.remove(socketFolder, { recursive: true });
  };
  try {
    const socketPath = join(socketFolder, SOCKET_FILE);
    await ask(worker, { type: "open", folder, socketPath }, OPEN_TIMEOUT_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    socketFolder,
    async [Symbol.asyncDispose]() {
      await ask(worker, { type: "close" }, CLOSE_TIMEOUT_MS).finally(stop);
    },
  };
}

/**
 * Builds a new database aside and renames it, so that a kill never leaves half of one; in a thread
 * of its own, whose memory is free again afterwards.
 */
async function createOnce(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  const partial = `${folder}.part`;
  if (await isThere(partial)) await Deno.remove(partial, { recursive: true });
  const worker = startThread();
  try {
    await ask(worker, { type: "create", folder: partial }, OPEN_TIMEOUT_MS);
  } finally {
    worker.terminate();
  }
  await Deno.rename(partial, folder);
}

function startThread(): Worker {
  return new Worker(new URL("./embedded_thread.ts", import.meta.url), { type: "module" });
}

function ask(worker: Worker, message: OwnerMessage, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`The thread gave no answer to "${message.type}" in ${timeoutMs} ms`)),
    timeoutMs,
  );
  worker.onmessage = ({ data }: MessageEvent<ThreadMessage>) =>
    data.type === "failed" ? reject(new Error(data.message)) : resolve();
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  worker.postMessage(message);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.onmessage = worker.onerror = null;
  });
}
