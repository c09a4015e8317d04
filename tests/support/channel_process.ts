// What one process shows of jobs: the real hub, sockets, event streams and long polls over a log it
// shares with others, and its own ear for hints, which a test may deafen.

import { Hono } from "hono";
import { createEventStreams } from "../../src/channel/event_streams.ts";
import { createHub } from "../../src/channel/hub.ts";
import { createWaitForJob } from "../../src/channel/long_poll.ts";
import { showQueuePositions } from "../../src/channel/queue_positions.ts";
import { createSessions } from "../../src/channel/sessions.ts";
import { type EventsDependencies, eventsRoutes } from "../../src/http/events.ts";
import { type FramesDependencies, framesRoutes } from "../../src/http/frames.ts";
import type { HttpEnv } from "../../src/http/http_env.ts";
import { invalidRequest } from "../../src/http/invalid_request.ts";
import { routerPath } from "../../src/http/operation.ts";
import { answerError } from "../../src/http/problem.ts";
import { requestId } from "../../src/http/request_id.ts";
import { type StatusDependencies, statusRoutes } from "../../src/http/status.ts";
import { createLocalFanout, type Envelope } from "../../src/jobs/fanout.ts";
import type { Job } from "../../src/jobs/job.ts";
import type { ManualClock } from "./manual_clock.ts";
import type { MemoryFrameStore } from "./memory_frame_store.ts";
import type { MemoryJobs } from "./memory_jobs.ts";

const AT = "2026-01-02T03:04:05.000Z";
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type ChannelProcessParts = {
  readonly clock: ManualClock;
  readonly frames: MemoryFrameStore;
  readonly jobs: MemoryJobs;
  readonly pendingJobs: () => readonly Job[];
  readonly checkMs: number;
};

export class ChannelProcess {
  readonly fanout = createLocalFanout();
  /** On their way to this process. */
  readonly hints: Envelope[] = [];
  readonly sessions;
  isStopping = false;
  readonly #hub;
  readonly #places;
  readonly #streams;
  readonly #app = new Hono<HttpEnv>();
  readonly #killed = new AbortController();

  constructor(parts: ChannelProcessParts) {
    const { clock, jobs } = parts;
    const hub = createHub({ ...parts, fanout: this.fanout, log: SILENT });
    this.#hub = hub;
    this.#places = showQueuePositions({
      hub,
      queuePositions: () =>
        Promise.resolve(new Map(parts.pendingJobs().map(({ jobId }, i) => [jobId, i + 1]))),
      estimate: () => Promise.resolve(null),
      clock,
      now: () => new Date(AT),
      log: SILENT,
    });
    this.sessions = createSessions({
      jobs,
      hub,
      search: () => Promise.resolve({ songs: [], nextCursor: null }),
      invalidRequest,
      clock,
      newId: () => "request-1",
      log: SILENT,
      random: () => 0.5,
    });
    this.#streams = createEventStreams({ jobs, hub, clock });
    const waitForJob = createWaitForJob({ jobs, hub, clock });
    const holdRequest = () => () => {};
    const deps = { ...parts, waitForJob, holdRequest, streamEvents: this.#streams.open };
    this.#route(deps);
  }

  /** Aborts when the process is killed: every line to it breaks. */
  get killed(): AbortSignal {
    return this.#killed.signal;
  }

  /** @throws whatever the signal says, when the client has gone or the process was killed. */
  async fetch(path: string, headers: Record<string, string> = {}, gone: AbortSignal) {
    const request = new Request(`http://orpheus.test${path}`, { headers, signal: gone });
    const { promise: broken, reject } = Promise.withResolvers<never>();
    const line = AbortSignal.any([gone, this.killed]);
    const end = () => reject(line.reason);
    line.addEventListener("abort", end, { once: true });
    try {
      line.throwIfAborted();
      return await Promise.race([this.#app.fetch(request), broken]);
    } finally {
      line.removeEventListener("abort", end);
    }
  }

  /** Hands over what there is of hints, in their order. */
  hear(): void {
    for (const envelope of this.hints.splice(0)) this.fanout.publish(envelope);
  }

  /** Nobody hears from it again. */
  kill(): void {
    this.#killed.abort(new DOMException("The process was killed", "AbortError"));
    this.#streams[Symbol.dispose]();
    void this.sessions[Symbol.asyncDispose]();
    this.#close();
  }

  /** Ends in order: sockets and streams are closed, and their clients told. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.#streams[Symbol.dispose]();
    await this.sessions[Symbol.asyncDispose]();
    this.#close();
  }

  #close(): void {
    this.#places[Symbol.dispose]();
    this.#hub[Symbol.dispose]();
  }

  #route(deps: StatusDependencies & EventsDependencies & FramesDependencies): void {
    this.#app.use(requestId());
    for (const routes of [statusRoutes(deps), eventsRoutes(deps), framesRoutes(deps)]) {
      for (const { operation, handlers } of routes) {
        this.#app.on(operation.method, [routerPath(operation)], ...handlers);
      }
    }
    this.#app.onError(answerError(SILENT));
  }
}
