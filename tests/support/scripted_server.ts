// The plain HTTP of a server, played by a test: each path is answered by its own function.

import assert from "node:assert/strict";
import { createRestApi } from "../../src/client/rest_api.ts";
import { createRestCall } from "../../src/client/rest_call.ts";
import { SAMPLE_JOB_ID } from "./sample_job.ts";
import { settle } from "./settle.ts";
import { ManualClock } from "./manual_clock.ts";

export type Call = {
  readonly path: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
};
export type Respond = (call: Call) => Response | Promise<Response>;

/** What may be asked for, by the end of its path. */
export type Routes = Partial<
  Record<"status" | "events" | "frames" | "songs" | "live", Respond>
>;

export class ScriptedServer {
  readonly calls: Call[] = [];
  readonly clock = new ManualClock();
  readonly routes: Routes;

  constructor(routes: Routes = {}) {
    this.routes = routes;
  }

  ports({ random = 0 } = {}) {
    const call = createRestCall({ url: "http://orpheus.test", fetch: this.#fetch, headers: {} });
    return {
      call,
      api: createRestApi(call),
      startTimer: this.clock.startTimer,
      nowMs: this.clock.nowMs,
      random: () => random,
    };
  }

  /** The paths asked for so far, by their route. */
  get asked(): string[] {
    return this.calls.map(({ path }) => routeOf(path));
  }

  /** Lets time pass, and everything happen that needs no more of it. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settle();
  }

  #fetch = async (input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(String(input));
    const call = {
      path: `${pathname}${search}`,
      headers: new Headers(init.headers),
      signal: init.signal!,
    };
    this.calls.push(call);
    const respond = this.routes[routeOf(call.path) as keyof Routes];
    assert.ok(respond, `nobody answers ${call.path}`);
    return await untilAborted(Promise.resolve(respond(call)), call.signal);
  };
}

/** A stream of events that a test writes. */
export function scriptedStream() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  const response = new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  return {
    respond({ signal }: Call): Response {
      signal.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      return response;
    },
    write: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
  };
}

export function problemAnswer(status: number, code: string): Response {
  const problem = { type: "", title: "", status, detail: `It is ${code}`, code, requestId: "r" };
  const headers = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(problem), { status, headers });
}

function routeOf(path: string): string {
  if (path.startsWith(`/api/status/${SAMPLE_JOB_ID}`)) return "status";
  return /\/([a-z]+)(?:\?|$)/.exec(path)?.[1] ?? path;
}

/** As `fetch` does. */
function untilAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  promise.catch(() => {});
  return Promise.race([answer, promise]);
}
