import assert from "node:assert/strict";
import { newDataDir } from "../support/data_dir.ts";
import type { ListenerKind } from "../support/echo_process.ts";
import { eventually } from "../support/eventually.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { openAt, startIdle } from "./idle_server.ts";

/** What the issue allows a half-open socket. */
const HALF_OPEN_MS = 60_000;
const HALF_OPEN_SOCKETS = 10;

Deno.test("peers that vanish without a word are gone within a minute, from both listeners", async () => {
  await Promise.all([vanish("node"), vanish("deno")]);
});

async function vanish(kind: ListenerKind): Promise<void> {
  await using folder = await newDataDir();
  await using server = await startIdle(folder.path, kind);
  await using proxy = await startTcpProxy(Number(new URL(server.url).port));
  const sockets = await Promise.all(
    Array.from({ length: HALF_OPEN_SOCKETS }, () => RawConnection.upgrade(proxy.port)),
  );
  await eventually(async () => assert.equal((await openAt(server))[0], HALF_OPEN_SOCKETS));
  proxy.silence();
  const left = async () => assert.deepEqual(await openAt(server), [0, 0, 0]);
  await eventually(left, { timeoutMs: HALF_OPEN_MS, everyMs: 500 });
  for (const { connection } of sockets) connection.close();
}
