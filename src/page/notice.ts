// What the page tells of a failure.

import { Refusal } from "../client/refusal.ts";

/** From the server's problem, or from not reaching it. */
export type Notice = { readonly code: string; readonly title: string; readonly detail: string };

export function noticeOf(error: unknown): Notice {
  if (error instanceof Refusal) {
    const { code, title, detail } = error.problem;
    return { code, title, detail };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { code: "unreachable", title: "The server cannot be reached", detail };
}
