// A server that speaks just enough of PostgreSQL's protocol to be connected to, and answers each
// query as a test says.

import { Buffer } from "node:buffer";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

const AUTHENTICATION_OK = message("R", [0, 0, 0, 0]);
const READY_FOR_QUERY = message("Z", [..."I"].map(byteOf));
const COMPLETE = message("C", [..."OK\0"].map(byteOf));
const REFUSED = message("E", [..."SERROR\0C25006\0Mnot just now\0\0"].map(byteOf));

export type ScriptedPostgres = AsyncDisposable & {
  readonly url: string;
  /** Connections that are open now. */
  readonly connections: number;
};

/** Refuses the queries for which `isRefused` says so, and answers the others with nothing. */
export async function startScriptedPostgres(
  isRefused: (query: string) => boolean,
): Promise<ScriptedPostgres> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => {});
    client.on("close", () => open.delete(client));
    client.once("data", () => {
      client.write(Buffer.concat([AUTHENTICATION_OK, READY_FOR_QUERY]));
      client.on("data", (bytes) => {
        if (bytes[0] === byteOf("X")) return void client.end();
        const answer = isRefused(bytes.subarray(5, -1).toString()) ? REFUSED : COMPLETE;
        client.write(Buffer.concat([answer, READY_FOR_QUERY]));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `postgres://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`,
    get connections() {
      return open.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function message(type: string, body: readonly number[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.from([byteOf(type), ...length, ...body]);
}

function byteOf(character: string): number {
  return character.charCodeAt(0);
}
