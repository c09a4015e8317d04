// Entity tags (RFC 9110 §8.8.3) and the preconditions that name them (§13.1).

import { createHash } from "node:crypto";

/** The strong tag of a text or bytes. */
export function entityTag(content: string | Uint8Array): string {
  return `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`;
}

/** Whether `If-None-Match` names the tag: the client has it already. Weak comparison. */
export function matchesAny(header: string | undefined, tag: string): boolean {
  return tagsOf(header).some((given) => given === "*" || given.replace(/^W\//, "") === tag);
}

/** Whether `If-Match` names the tag. Strong comparison: `W/` never matches. */
export function matchesStrongly(header: string, tag: string): boolean {
  return tagsOf(header).some((given) => given === "*" || given === tag);
}

function tagsOf(header: string | undefined): string[] {
  return header?.match(/\*|(?:W\/)?"[^"]*"/g) ?? [];
}
