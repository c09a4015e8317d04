// A peer that sends the same again and again, until it is cut off.

import assert from "node:assert/strict";
import type { RawConnection } from "./raw_connection.ts";

/** The flood of the issue; what buffers of the system on both sides take is far less. */
const FLOOD_BYTES = 1.5e9;

/** Reads nothing. Fails when all of it was taken; a write that waits for ever does not happen. */
export async function floodUntilCutOff(connection: RawConnection, bytes: Uint8Array) {
  await assert.rejects(async () => {
    for (let sent = 0; sent < FLOOD_BYTES; sent += bytes.length) await connection.write(bytes);
  }, isCutOff);
}

function isCutOff(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionAborted;
}
