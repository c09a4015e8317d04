// The Range header (RFC 9110 §14): one range of bytes. Anything else is as if it were not there.

import type { ByteRange } from "../jobs/object_store.ts";

/** The range to send; "unsatisfiable" when it starts past the end; undefined for the whole. */
export function parseByteRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes\s*=\s*(\d*)-(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (first === "") return last === "" ? undefined : suffixRange(Number(last), sizeBytes);
  const start = Number(first);
  const end = last === "" ? Infinity : Number(last);
  if (end < start) return undefined;
  if (start >= sizeBytes) return "unsatisfiable";
  return { first: start, last: Math.min(end, sizeBytes - 1) };
}

function suffixRange(length: number, sizeBytes: number): ByteRange | "unsatisfiable" {
  if (length === 0 || sizeBytes === 0) return "unsatisfiable";
  return { first: Math.max(0, sizeBytes - length), last: sizeBytes - 1 };
}
