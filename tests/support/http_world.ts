// The HTTP application with its dependencies in memory, on a clock that a test moves, and a client
// to speak with it.

import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { createEventStreams } from "../../src/channel/event_streams.ts";
import { createWaitForJob } from "../../src/channel/long_poll.ts";
import { AppError, type Problem } from "../../src/errors.ts";
import { createHttpApp, type HttpDependencies } from "../../src/http/app.ts";
import type { Peer } from "../../src/channel/upgrade.ts";
import type { HealthChecks } from "../../src/http/health_report.ts";
import { createIdentify, type IdentifyOptions } from "../../src/http/identity.ts";
import type { LogFields } from "../../src/http/log.ts";
import type { Asset } from "../../src/http/page.ts";
import { searchSongs } from "../../src/songs/search/search_songs.ts";
import { createAnswerJudge, type JudgeAnswer, type OpenApi } from "./documented_answers.ts";
import { eventually } from "./eventually.ts";
import { HubWorld } from "./hub_world.ts";
import { MemoryJobs } from "./memory_jobs.ts";
import { MemoryObjectStore } from "./memory_object_store.ts";
import { MemorySongStore } from "./memory_song_store.ts";

export const PEER: Peer = { address: "192.0.2.7", isTls: false };
export const API_KEY = "a-key-for-tests";
export const ADMIN_TOKEN = "the-token-of-the-admin";
export const THREE_SONGS = ["El Grillo", "Come Again", "An Sylvia"];

/** Every answer of every world must be documented. */
let judgeAnswer: JudgeAnswer | undefined;

export type LogLine = {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
} & LogFields;

export type HttpWorldOptions = Partial<HttpDependencies> & {
  readonly access?: Partial<IdentifyOptions>;
};

export type HttpWorld = ReturnType<typeof createHttpWorld>;

export function createHttpWorld({ access, ...changes }: HttpWorldOptions = {}) {
  const jobs = new MemoryJobs();
  const objectStore = new MemoryObjectStore();
  const songs = new MemorySongStore();
  const hubWorld = new HubWorld();
  const { clock, hub } = hubWorld;
  const watching = { jobs: changes.jobs ?? jobs, hub, clock };
  const lines: LogLine[] = [];
  const write = (level: LogLine["level"]) => (message: string, fields: LogFields = {}) =>
    void lines.push({ level, message, ...fields });
  const corsOrigins = changes.corsOrigins ?? [];
  const trustedProxies = changes.trustedProxies ?? [];
  const deps: HttpDependencies = {
    jobs,
    frames: hubWorld.frames,
    objectStore,
    songs,
    searchSongs: (query, signal) => searchSongs(songs, query, signal),
    previews: noPreviews(),
    waitForJob: createWaitForJob(watching),
    streamEvents: createEventStreams(watching).open,
    holdRequest: () => () => {},
    identify: createIdentify({
      apiKeys: [{ name: "tester", key: API_KEY }],
      adminToken: ADMIN_TOKEN,
      isKeyRequired: false,
      trustedProxies,
      corsOrigins,
      ...access,
    }),
    submitLimit: { limit: jobs.limit, windowSeconds: 900 },
    corsOrigins,
    trustedProxies,
    assets: new Map<string, Asset>(),
    checks: passingChecks(),
    isReady: () => true,
    isDraining: () => false,
    version: "1.2.3",
    registry: new Registry(),
    log: { info: write("info"), warn: write("warn"), error: write("error") },
    ...changes,
  };
  const app = createHttpApp(deps);

  const idleTimers = clock.pendingTimers;

  async function send(method: string, path: string, init: RequestInit = {}, peer = PEER) {
    const url = new URL(path, "http://orpheus.test");
    const answer = await app.fetch(new Request(url, { method, ...init }), peer);
    judgeAnswer ??= createAnswerJudge(await documentOf(deps));
    await judgeAnswer(method, path, answer);
    return answer;
  }

  return {
    app,
    jobs,
    objectStore,
    songs,
    lines,
    hubWorld,
    /** Resolves once a request waits for time to pass. */
    untilWaiting: () =>
      eventually(() => assert.ok(clock.pendingTimers > idleTimers), { everyMs: 5 }),
    send,
    get: (path: string, headers: HeadersInit = {}) => send("GET", path, { headers }),
    post: (path: string, headers: HeadersInit = {}) => send("POST", path, { headers }),
    /** Posts a value as JSON, or a text as it is. */
    postJson: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      send("POST", path, {
        headers: { "Content-Type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** Of an application beside it, which leaves no trace in its log. */
async function documentOf(deps: HttpDependencies): Promise<OpenApi> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const app = createHttpApp({ ...deps, log, registry: new Registry() });
  return await (await app.fetch(new Request("http://orpheus.test/api/openapi.json"), PEER)).json();
}

function noPreviews(): HttpDependencies["previews"] {
  const refuse = () => Promise.reject(new AppError("not_found", "No such song"));
  return { thumbnail: refuse, sound: refuse };
}

export function passingChecks(): HealthChecks {
  const pass = () => Promise.resolve("pass" as const);
  return {
    database: pass,
    redis: pass,
    mlModel: pass,
    objectStore: pass,
    workers: pass,
    queue: pass,
  };
}

/** The problem of an answer that must be one, complete and consistent with its head. */
export async function problemIn(response: Response, status: number, code: string) {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get("Content-Type"), "application/problem+json");
  const problem = JSON.parse(text) as Problem;
  assert.equal(problem.code, code);
  assert.equal(problem.status, status);
  assert.equal(problem.requestId, response.headers.get("X-Request-Id"));
  assert.ok(problem.title.length > 0 && problem.detail.length > 0);
  return problem;
}

/** The client cookie an answer sets, ready to be sent back. */
export function cookieOf(response: Response): string {
  const [cookie = ""] = response.headers.get("Set-Cookie")?.split(";") ?? [];
  return cookie;
}
