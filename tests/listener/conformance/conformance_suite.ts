// RFC 6455 seen from outside: raw bytes to a listener in a process of its own, and all that comes back.
// Each case is a step. Where the native listener deviates, what it does instead is held fast: when
// it changes, the table in the README changes too.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { RawConnection } from "../../support/raw_connection.ts";
import { OPCODES, type RawFrame } from "../../support/raw_frame.ts";
import { CLOSE_CASES } from "./close_cases.ts";
import {
  close,
  type HandshakeCase,
  type SocketCase,
  STAYS_OPEN,
  text,
} from "./conformance_case.ts";
import { FRAME_CASES } from "./frame_cases.ts";
import { HANDSHAKE_CASES } from "./handshake_cases.ts";
import { type ListenerKind, startEcho } from "../../support/echo_process.ts";
import { MESSAGE_CASES } from "./message_cases.ts";

const NAMES = new Map<number, string>(Object.entries(OPCODES).map(([name, code]) => [code, name]));

/** Declares the suite for one listener. */
export function testConformance(kind: ListenerKind): void {
  Deno.test(`${kind} shakes hands as RFC 6455 says`, async (t) => {
    await using echo = await startEcho(kind);
    for (const item of HANDSHAKE_CASES) {
      await t.step(`${item.rfc}: ${item.name}`, () => shakeHands(item, echo.port, kind));
    }
    await t.step("5: a frame in the packet of the handshake is not lost", () => hurry(echo.port));
  });

  Deno.test(`${kind} keeps the rules of RFC 6455 for frames, messages and the end`, async (t) => {
    await using echo = await startEcho(kind);
    for (const item of [...FRAME_CASES, ...MESSAGE_CASES, ...CLOSE_CASES]) {
      await t.step(`${item.rfc}: ${item.name}`, () => talk(item, echo.port, kind));
    }
  });
}

async function shakeHands(item: HandshakeCase, port: number, kind: ListenerKind): Promise<void> {
  using connection = await RawConnection.open(port);
  await connection.write(item.request, item.pieceBytes);
  const head = await connection.readHead();
  const expected = kind === "deno" ? item.denoHears ?? item.hears : item.hears;
  for (const pattern of expected) assert.match(head, pattern);
  if (item.hearsNot !== undefined) assert.doesNotMatch(head, item.hearsNot);
}

async function hurry(port: number): Promise<void> {
  const { connection } = await RawConnection.upgrade(port, [], text("at once"));
  using _ = connection;
  assert.equal(String((await connection.readFrame())?.payload), "at once");
}

async function talk(item: SocketCase, port: number, kind: ListenerKind): Promise<void> {
  const { connection } = await RawConnection.upgrade(port);
  using _ = connection;
  const { sends, ends = "close", pieceBytes } = item;
  const bytes = Buffer.concat(ends === "close" ? [...sends, close(1000)] : sends);
  await connection.write(bytes, pieceBytes);
  if (ends === "fin") await connection.closeWrite();
  const expected = kind === "deno" ? item.denoHears ?? item.hears : item.hears;
  assert.deepEqual(await listen(connection, expected), expected);
}

/** All that comes until the connection ends, or is not expected to. */
async function listen(connection: RawConnection, expected: readonly string[]): Promise<string[]> {
  const heard: string[] = [];
  for (;;) {
    if (expected[heard.length] === STAYS_OPEN) {
      return await connection.staysOpen() ? [...heard, STAYS_OPEN] : heard;
    }
    const frame = await connection.readFrame();
    if (frame === undefined) return heard;
    heard.push(describeFrame(frame));
  }
}

function describeFrame({ opcode, payload, isLast, rsv, isMasked }: RawFrame): string {
  assert.deepEqual([isLast, rsv, isMasked], [true, 0, false]);
  const name = NAMES.get(opcode) ?? `opcode ${opcode}`;
  if (opcode !== OPCODES.close) return `${name} ${describePayload(payload)}`;
  return payload.length === 0 ? name : `${name} ${payload.readUInt16BE()}`;
}

function describePayload(payload: Buffer): string {
  const text = payload.toString();
  if (!Buffer.from(text).equals(payload)) return `hex ${payload.toString("hex")}`;
  const isLong = text.length > 100 && text === text[0]!.repeat(text.length);
  return isLong ? `${text[0]} × ${text.length}` : text;
}
