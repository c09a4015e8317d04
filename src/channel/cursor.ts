// Cursors as clients see them: opaque, and told from what nobody gave out.

import { z } from "zod";

const PREFIX = "v1:";

/** The store's cursor, wrapped. */
export function encodeCursor(cursor: string): string {
  return new TextEncoder().encode(PREFIX + cursor).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

function decodeCursor(text: string): string | undefined {
  const plain = new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" }));
  return plain.startsWith(PREFIX) ? plain.slice(PREFIX.length) : undefined;
}

/** A cursor of an earlier page, unwrapped; `maxLength` is that of the wrapped one. */
export function cursorSchema(maxLength: number) {
  return z.string().max(maxLength).regex(/^(?:[\w-]{4})*(?:[\w-]{2,3})?$/)
    .transform((text, context) => {
      const cursor = decodeCursor(text);
      if (cursor !== undefined) return cursor;
      context.addIssue({ code: "custom", message: "must be the nextCursor of an earlier page" });
      return z.NEVER;
    }).pipe(z.string());
}
