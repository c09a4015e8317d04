// A client of one server: submits blends, watches jobs, and keeps at it whatever the network does.

import type { BlendRequest } from "./channel.ts";
import { JobWatch, type WatchOptions } from "./job_watch.ts";
import type { ClientStatus, Link } from "./link.ts";
import type { Report } from "./report.ts";
import type { JobsPage, RestApi } from "./rest_api.ts";
import { Unreachable } from "./unreachable.ts";
import type { Hello, Job, Song, SongFilter, SongPage, SongSummary } from "./wire.ts";

/** A blend to be made. */
export type GenerateRequest = Omit<BlendRequest, "idempotencyKey"> & {
  /** With an API key and one of these a program started again makes no second job. @default new */
  readonly idempotencyKey?: string | undefined;
};

export type CallOptions = { readonly signal?: AbortSignal | undefined };

export type SearchOptions = CallOptions & SongFilter & {
  /** 1–100. @default 20 */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before, which was asked for with the same text and filter. */
  readonly cursor?: string | undefined;
};

export type ClientParts = {
  readonly url: string;
  readonly link: Link;
  readonly api: RestApi;
  readonly newId: () => string;
  /** Called once, when the client is closed. */
  readonly onClosed: () => void;
};

const SONGS_FOUND = 20;

/**
 * Every call ends by its answer, by its signal, or after a minute at most. What it throws is a
 * `Refusal` with the server's problem, an `Unreachable`, or the reason of the signal.
 */
export class Client implements Disposable {
  /** Of the server: `new URL(output.url, client.url)` is where a file of a job is. */
  readonly url: string;
  readonly #parts: ClientParts;
  readonly #closing: AbortController = new AbortController();

  constructor(parts: ClientParts) {
    this.url = parts.url;
    this.#parts = parts;
  }

  get status(): ClientStatus {
    return this.#parts.link.status;
  }

  /** What the server said first on the newest socket: its limits, and the quota at that time. */
  get hello(): Hello | undefined {
    return this.#parts.link.hello;
  }

  /** Submits a blend. Tried again after a break, it still makes one job. */
  generate(request: GenerateRequest, options: CallOptions = {}): Promise<Job> {
    const idempotencyKey = request.idempotencyKey ?? this.#parts.newId();
    const { songs, options: blend } = request;
    const keyed = { songs, options: blend, idempotencyKey };
    return this.#parts.link.channel.generate(keyed, this.#signal(options));
  }

  /** The frames of a job, from the first on or after `after`, to its end. */
  watch(jobId: string, options: WatchOptions = {}): JobWatch {
    const signal = this.#signal(options);
    return new JobWatch(this.#parts.link.channel, jobId, { ...options, signal });
  }

  /** Asks for the end of a job of one's own; its watchers hear when it has come. */
  cancel(jobId: string, options: CallOptions = {}): Promise<void> {
    return this.#parts.link.channel.cancel(jobId, this.#signal(options));
  }

  /** Starts a failed or cancelled job of one's own once more. */
  retry(jobId: string, options: CallOptions = {}): Promise<Job> {
    return this.#parts.api.retry(jobId, this.#signal(options));
  }

  /** The first songs that look like the text and fit the filter, best first. */
  async search(text: string, options: SearchOptions = {}): Promise<SongSummary[]> {
    return (await this.songs(text, options)).songs;
  }

  /** A page of the songs that look like the text and fit the filter; of all without a text. */
  songs(
    text: string,
    { signal, limit = SONGS_FOUND, ...options }: SearchOptions = {},
  ): Promise<SongPage> {
    const query = { q: text, limit, ...options };
    return this.#parts.link.channel.search(query, this.#signal({ signal }));
  }

  /** A song with its analysis and licence. */
  song(songId: string, options: CallOptions = {}): Promise<Song> {
    return this.#parts.api.song(songId, this.#signal(options));
  }

  /** A job as it is now. */
  job(jobId: string, options: CallOptions = {}): Promise<Job> {
    return this.#parts.api.job(jobId, this.#signal(options));
  }

  /** What the composer told of a job; a `Refusal` with `no_report` while it has told nothing. */
  report(jobId: string, options: CallOptions = {}): Promise<Report> {
    return this.#parts.api.report(jobId, this.#signal(options));
  }

  /** A page of one's own jobs, newest first; `cursor` is the `nextCursor` of the page before. */
  jobs(
    { cursor, ...options }: CallOptions & { readonly cursor?: string | undefined } = {},
  ): Promise<JobsPage> {
    return this.#parts.api.jobs(cursor, this.#signal(options));
  }

  /** Connects at once, also after `ended`. */
  reconnect(): void {
    if (!this.#closing.signal.aborted) this.#parts.link.connect();
  }

  /** Ends everything: calls and watches under way throw `Unreachable`. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new Unreachable("The client was closed"));
    this.#parts.link.close();
    this.#parts.onClosed();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #signal({ signal }: CallOptions): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
  }
}
