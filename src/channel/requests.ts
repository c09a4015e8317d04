// What a client asks for on its socket, and the answers.

import { AppError, problemOf } from "../errors.ts";
import type { Caller } from "../jobs/caller.ts";
import type { Job } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { SongPage, SongQuery } from "../songs/search/search_songs.ts";
import type { ChannelLog } from "./channel_log.ts";
import type { InvalidRequest } from "./client_message.ts";
import type { Clock } from "./clock.ts";
import { encodeCursor } from "./cursor.ts";
import { runWithin } from "./deadline.ts";
import type { Hub } from "./hub.ts";
import { MAX_SUBSCRIPTIONS, REQUEST_TIMEOUT_MS } from "./limits.ts";
import type { ClientMessage, ServerMessage } from "./protocol.ts";

export type RequestParts = {
  readonly jobs: Pick<Jobs, "submit" | "find" | "cancel">;
  readonly hub: Pick<Hub, "watch">;
  readonly search: (query: SongQuery, signal: AbortSignal) => Promise<SongPage>;
  readonly invalidRequest: InvalidRequest;
  readonly clock: Clock;
  /** Ids of requests, for problems and log lines. */
  readonly newId: () => string;
  readonly log: ChannelLog;
};

/** The session as its requests see it. */
export interface Requester {
  readonly caller: Caller;
  say(message: ServerMessage): void;
  hasRoomFor(jobId: string): boolean;
  isWatching(jobId: string): boolean;
  watch(job: Job, after: number, begin?: (replayed: number) => void): void;
  leave(jobId: string): void;
}

type Request = Exclude<ClientMessage, { type: "ping" }>;

/** Never throws: a refusal is an answer too. */
export async function answerRequest(
  message: Request,
  requester: Requester,
  parts: RequestParts,
): Promise<void> {
  try {
    await answer(message, requester, parts);
  } catch (error) {
    requester.say(refusalOf(error, message.id, parts));
  }
}

/** What to tell the client of an error; what is no fault of its own is logged under the same id. */
export function refusalOf(
  error: unknown,
  id: string | undefined,
  { newId, log }: Pick<RequestParts, "newId" | "log">,
): ServerMessage {
  const requestId = newId();
  const known = isTimeout(error)
    ? new AppError("not_ready", "The server took too long, please try again", { cause: error })
    : error;
  if (!(known instanceof AppError)) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    log.warn("A request on a socket failed unexpectedly", { requestId, error: text });
  } else if (known.status >= 500) {
    log.warn("A request on a socket failed", { requestId, code: known.code });
  }
  const problem = problemOf(known, requestId) as Refusal["error"];
  return { type: "error", ...(id === undefined ? {} : { id }), error: problem };
}

type Refusal = Extract<ServerMessage, { type: "error" }>;

async function answer(message: Request, requester: Requester, parts: RequestParts): Promise<void> {
  const { id } = message;
  const within = <T>(work: (signal: AbortSignal) => Promise<T>) =>
    runWithin(work, { clock: parts.clock, ms: REQUEST_TIMEOUT_MS });
  switch (message.type) {
    case "generate": {
      const [first, second, third] = message.songs;
      const { options, idempotencyKey } = message;
      requireRoom(requester, "");
      // Not ended by the socket's end: who asked and lost the line finds the job later.
      const { job } = await within((signal) =>
        parts.jobs.submit(
          { songs: [first!, second!, third!], options, idempotencyKey },
          requester.caller,
          signal,
        )
      );
      requester.say({ type: "accepted", id, job });
      if (!requester.isWatching(job.jobId)) requester.watch(job, 0);
      return;
    }
    case "subscribe": {
      requireRoom(requester, message.jobId);
      const job = await within((signal) => parts.jobs.find(message.jobId, signal));
      requester.watch(
        job,
        message.after ?? job.seq,
        (replayed) => requester.say({ type: "subscribed", id, job, replayed }),
      );
      return;
    }
    case "unsubscribe":
      requester.leave(message.jobId);
      return requester.say({ type: "unsubscribed", id, jobId: message.jobId });
    case "cancel":
      await within(() => parts.jobs.cancel(message.jobId, requester.caller));
      return requester.say({ type: "ok", id });
    case "search": {
      const page = await within((signal) => parts.search(queryOf(message), signal));
      return requester.say({
        type: "songs",
        id,
        songs: [...page.songs],
        nextCursor: page.nextCursor && encodeCursor(page.nextCursor),
      });
    }
  }
}

function queryOf(
  { type: _, id: __, q, limit, cursor, ...filter }: Extract<Request, { type: "search" }>,
): SongQuery {
  return { text: q, filter, limit, ...(cursor === undefined ? {} : { cursor }) };
}

function requireRoom(requester: Requester, jobId: string): void {
  if (requester.hasRoomFor(jobId)) return;
  throw new AppError(
    "too_many_subscriptions",
    `This socket watches ${MAX_SUBSCRIPTIONS} jobs already: unsubscribe from one first`,
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
