import assert from "node:assert/strict";
import { submit } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { eventually } from "../support/eventually.ts";
import type { ServerProgram } from "../support/program.ts";
import { RawConnection, upgradeRequest } from "../support/raw_connection.ts";
import { closePayload, encodeFrame, OPCODES } from "../support/raw_frame.ts";
import { openAt, startIdle } from "./idle_server.ts";

const WARM_UP_CYCLES = 8_000;
const CYCLES = 10_000;
const AT_ONCE = 20;
const MAX_GROWTH = 1.1;
/** Every collection is a whole one: what is left is held. */
const WITHOUT_GARBAGE = { DENO_V8_FLAGS: "--gc-global" };

const CLOSE = encodeFrame(closePayload(1000), { opcode: OPCODES.close });

Deno.test("10,000 peers that come and go leave nothing behind", async () => {
  await using folder = await newDataDir();
  await using server = await startIdle(folder.path, "node", WITHOUT_GARBAGE);
  const { jobId } = await submit(server.url);
  await comeAndGo(server, { cycles: WARM_UP_CYCLES, jobId });
  const before = await residentBytesOf(server);
  await comeAndGo(server, { cycles: CYCLES, jobId });
  const isBack = async () => {
    const after = await residentBytesOf(server);
    assert.ok(after < before * MAX_GROWTH, `${after} bytes after ${before}`);
  };
  // The engine gives memory back when it finds the time.
  await eventually(isBack, { timeoutMs: 60_000, everyMs: 500 });
});

type Going = { readonly cycles: number; readonly jobId: string };

/** Resolves when no socket, stream or slot is left. */
async function comeAndGo(server: ServerProgram, { cycles, jobId }: Going): Promise<void> {
  const port = Number(new URL(server.url).port);
  const watch = encodeFrame(JSON.stringify({ type: "subscribe", id: "1", jobId, after: 0 }));
  const events = `GET /api/jobs/${jobId}/events HTTP/1.1\r\nHost: a\r\n\r\n`;
  const dropped = () => breakOff(port, encodeFrame("{"));
  const early = () => leave(port, upgradeRequest());
  const ways = [
    ...[early, early, early],
    ...[dropped, dropped, dropped],
    () => closeInOrder(port),
    () => closeInOrder(port),
    () => breakOff(port, watch),
    () => leave(port, events),
  ];
  let left = cycles;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) await ways[left % ways.length]!();
  }));
  await eventually(async () => assert.deepEqual(await openAt(server), [0, 0, 0]));
}

/** Gone before the answer. */
async function leave(port: number, request: string): Promise<void> {
  using connection = await RawConnection.open(port);
  await connection.write(request);
}

async function closeInOrder(port: number): Promise<void> {
  using connection = (await RawConnection.upgrade(port, [], CLOSE)).connection;
  assert.equal(await connection.readCloseCode(), 1000);
}

/** What is not read when a connection is closed makes the system reset it. */
async function breakOff(port: number, frame: Uint8Array): Promise<void> {
  using connection = (await RawConnection.upgrade(port)).connection;
  await connection.write(frame);
  await connection.readBytes(1);
}

async function residentBytesOf({ pid }: ServerProgram): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
