// The one table of error codes, and the error that carries one of them.
// A code is stable and documented; the texts may change.

type ErrorKind = { readonly title: string; readonly status: number; readonly retryable: boolean };

const kind = (status: number, title: string, retryable = false): ErrorKind => ({
  title,
  status,
  retryable,
});

/** Every code Orpheus answers with: its title, its HTTP status, whether trying again may help. */
export const ERROR_KINDS = {
  invalid_json: kind(400, "The body is not valid JSON"),
  invalid_header: kind(400, "A header is not valid"),
  unauthorized: kind(401, "An API key is needed"),
  forbidden_origin: kind(403, "This origin is not allowed"),
  not_found: kind(404, "Not found"),
  no_report: kind(404, "This job has no report"),
  method_not_allowed: kind(405, "This method is not allowed here"),
  not_retryable: kind(409, "This job cannot be retried"),
  expired: kind(410, "This file has expired"),
  body_too_large: kind(413, "The body is too large"),
  unsupported_media_type: kind(415, "The body must be plain application/json"),
  range_not_satisfiable: kind(416, "The range starts past the end of the file"),
  precondition_failed: kind(412, "The file is not the one you asked for"),
  invalid_request: kind(422, "The request does not fit its schema"),
  duplicate_song: kind(422, "The three songs must be different"),
  song_not_found: kind(422, "No song fits this name"),
  song_ambiguous: kind(422, "Several songs fit this name"),
  idempotency_mismatch: kind(422, "This idempotency key was used for another request"),
  upgrade_required: kind(426, "A WebSocket upgrade is needed"),
  rate_limited: kind(429, "Too many requests", true),
  too_many_sockets: kind(429, "Too many sockets or waiting requests from this address", true),
  too_many_jobs: kind(429, "Too many jobs of this client wait", true),
  too_many_subscriptions: kind(429, "Too many jobs watched on this socket"),
  internal: kind(500, "Something went wrong on our side", true),
  queue_full: kind(503, "The queue is full", true),
  sockets_full: kind(503, "The server has no socket left", true),
  draining: kind(503, "The server is stopping", true),
  not_ready: kind(503, "The server is not ready", true),

  invalid_midi: kind(422, "The MIDI file cannot be read"),
  midi_too_large: kind(422, "The MIDI file is over a limit"),
  song_unavailable: kind(503, "A song's MIDI file cannot be read", true),
  ml_unavailable: kind(503, "The ML service cannot be reached", true),
  ml_timeout: kind(504, "The ML service took too long", true),
  ml_rejected: kind(502, "The ML service refused the request"),
  ml_invalid_answer: kind(502, "The ML service sent an answer that cannot be used"),
  ml_answer_too_large: kind(502, "The ML service sent too large an answer"),
  storage_unavailable: kind(503, "The object store cannot be used", true),
  worker_lost: kind(500, "The job was lost with its worker too often", true),
  mp3_unavailable: kind(502, "The MP3 could not be made"),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;

export type ProblemError = {
  readonly path: string;
  readonly message: string;
  readonly suggestions?: readonly unknown[];
};

/** The body of every answer of 400 and above (RFC 9457). */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly errors?: readonly ProblemError[];
};

export type AppErrorOptions = {
  readonly cause?: unknown;
  readonly errors?: readonly ProblemError[];
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds?: number;
};

/** An expected failure. `message` is one sentence that may be shown to people. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly errors: readonly ProblemError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_KINDS[this.code].status;
  }

  get retryable(): boolean {
    return ERROR_KINDS[this.code].retryable;
  }
}

/** The problem document of any thrown value; an unexpected one becomes a bare `internal`. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError
    ? error
    : new AppError("internal", "The request could not be completed");
  const { title, status } = ERROR_KINDS[known.code];
  return {
    type: `urn:orpheus:problem:${known.code}`,
    title,
    status,
    detail: known.message,
    code: known.code,
    requestId,
    ...(known.errors ? { errors: known.errors } : {}),
  };
}
