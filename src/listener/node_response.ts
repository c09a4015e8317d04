// A fetch Response → node's outgoing message, at the pace of the peer.

import type { ServerResponse } from "node:http";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Chunk = Awaited<ReturnType<Reader["read"]>>;

/** A peer that takes nothing for this long is cut off. */
export const STALL_TIMEOUT_MS = 60_000;

const WITHOUT_LENGTH = new Set([204, 304]);

/**
 * Writes the whole answer. A peer that goes away cancels the body.
 *
 * @throws whatever the body threw: the connection is cut then, so that the peer sees the break.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined || outgoing.req.method === "HEAD") {
    await reader?.cancel();
    const isBodiless = WITHOUT_LENGTH.has(response.status) || outgoing.req.method === "HEAD";
    writeHead(response, outgoing, isBodiless ? undefined : 0);
    outgoing.end();
    return;
  }
  const cancel = () => {
    reader.cancel().catch(() => {/* It broke already: the loop below has heard of it. */});
  };
  outgoing.once("close", cancel);
  try {
    await writeBody(reader, response, outgoing);
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    outgoing.off("close", cancel);
  }
}

// Most bodies are one chunk that is there already: they get a length and go out in one write.
async function writeBody(
  reader: Reader,
  response: Response,
  outgoing: ServerResponse,
): Promise<void> {
  const reading = reader.read();
  if (!await isThere(reading)) flushHead(response, outgoing);
  const first = await reading;
  const following = first.done ? reading : reader.read();
  // It may break while the first is still being taken: it is heard of below, when it is its turn.
  following.catch(() => {});
  if (!outgoing.headersSent) {
    const isWhole = await isThere(following) && (await following).done;
    writeHead(response, outgoing, isWhole ? first.value?.length ?? 0 : undefined);
    if (isWhole) return void outgoing.end(first.value);
  }
  await writeChunk(first, outgoing);
  for (let chunk = await following; !chunk.done; chunk = await reader.read()) {
    await writeChunk(chunk, outgoing);
  }
  outgoing.end();
}

async function writeChunk({ value }: Chunk, outgoing: ServerResponse): Promise<void> {
  if (value === undefined || outgoing.destroyed) return;
  if (!outgoing.write(value)) await drained(outgoing);
}

function flushHead(response: Response, outgoing: ServerResponse): void {
  writeHead(response, outgoing, undefined);
  outgoing.flushHeaders();
}

function writeHead(
  { status, headers }: Response,
  outgoing: ServerResponse,
  length: number | undefined,
): void {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  if (length !== undefined && !headers.has("Content-Length")) {
    list.push("content-length", String(length));
  }
  outgoing.writeHead(status, list);
}

/** Whether a promise settles without the event loop turning. */
function isThere(promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    promise.then(() => resolve(true), () => resolve(true));
    setImmediate(resolve, false);
  });
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => outgoing.destroy(), STALL_TIMEOUT_MS);
    const done = () => {
      clearTimeout(timer);
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
  });
}
