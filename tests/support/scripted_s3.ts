// An S3 service that answers as a test says, request by request, and remembers what it was asked.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Options } from "../../src/storage/objects/s3_object_store.ts";

export type S3Answer = {
  readonly status: number;
  /** The code of the error in the body. */
  readonly code?: string;
  readonly afterMs?: number;
};

export type S3Request = {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly sizeBytes: number;
};

export type ScriptedS3 = AsyncDisposable & {
  readonly options: S3Options;
  readonly requests: readonly S3Request[];
};

/** Each request takes the next answer; the last one is given again. */
export async function startScriptedS3(...answers: readonly S3Answer[]): Promise<ScriptedS3> {
  const requests: S3Request[] = [];
  const closing = new AbortController();
  const server = createServer(async (request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    const asked = {
      method: request.method!,
      path: new URL(request.url!, "http://s3.test").pathname,
      host: request.headers.host!,
      sizeBytes: 0,
    };
    requests.push(asked);
    try {
      for await (const chunk of request) asked.sizeBytes += chunk.length;
      await sleep(answer.afterMs ?? 0, undefined, { signal: closing.signal });
    } catch {
      return void response.destroy();
    }
    response.writeHead(answer.status, { "Content-Type": "application/xml" });
    response.end(answer.code && `<Error><Code>${answer.code}</Code></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    options: {
      bucket: "blends",
      region: "eu-central-1",
      accessKeyId: "a-key-id",
      secretAccessKey: "a-secret-key",
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      silenceMs: 2_000,
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
