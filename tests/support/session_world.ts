// Sessions over jobs and a log in memory, with a clock that a test moves.

import { createSessions } from "../../src/channel/sessions.ts";
import type { SocketHandler } from "../../src/channel/socket.ts";
import { invalidRequest } from "../../src/http/invalid_request.ts";
import type { Caller } from "../../src/jobs/caller.ts";
import type { SongPage, SongQuery } from "../../src/songs/search/search_songs.ts";
import { FakeSocket } from "./fake_socket.ts";
import { HubWorld, settle } from "./hub_world.ts";
import { MemoryJobs } from "./memory_jobs.ts";
import { sampleJob } from "./sample_job.ts";

export const CALLER: Caller = {
  owner: "anonymous:1",
  client: "address:192.0.2.7",
  isAdmin: false,
};
export const THREE_SONGS = ["El Grillo", "Come Again", "An Sylvia"];

export class SessionWorld extends HubWorld implements AsyncDisposable {
  readonly jobs = new MemoryJobs();
  readonly lines: string[] = [];
  found: SongPage = { songs: [], nextCursor: null };
  search = (_query: SongQuery): Promise<SongPage> => Promise.resolve(this.found);
  readonly sessions = createSessions({
    jobs: this.jobs,
    hub: this.hub,
    search: (query) => this.search(query),
    invalidRequest,
    clock: this.clock,
    newId: () => "request-1",
    random: () => 0.5,
    log: {
      debug: () => {},
      info: (message) => void this.lines.push(message),
      warn: (message) => void this.lines.push(message),
    },
  });
  gone = 0;

  open({ isBatch = false, caller = CALLER } = {}): Client {
    const socket = new FakeSocket();
    const handler = this.sessions.open(socket, {
      caller,
      isBatch,
      quota: { limit: 10, remaining: 9, resetSeconds: 899.2 },
      onClosed: () => this.gone++,
    });
    return new Client(socket, handler);
  }

  /** A job of CALLER's with this many stored frames. */
  addJob(frames = 0, jobId = crypto.randomUUID() as string): string {
    for (let i = 0; i < frames; i++) this.frames.append("stage", { stage: "generating" }, jobId);
    this.jobs.add(sampleJob({ jobId, status: "running", seq: frames }), CALLER.owner);
    return jobId;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const disposed = this.sessions[Symbol.asyncDispose]();
    await this.pass(10_000);
    await disposed;
    this[Symbol.dispose]();
  }
}

export class Client {
  readonly socket: FakeSocket;
  readonly handler: SocketHandler;

  constructor(socket: FakeSocket, handler: SocketHandler) {
    this.socket = socket;
    this.handler = handler;
  }

  /** Sends a message and lets its answer come. */
  async say(message: unknown): Promise<void> {
    this.handler.message(typeof message === "string" ? message : JSON.stringify(message));
    await settle();
  }

  /** The network takes what had piled up, and goes on doing so. */
  unstick(): void {
    this.socket.isStuck = false;
    this.socket.bufferedBytes = 0;
    this.handler.drained();
  }
}
