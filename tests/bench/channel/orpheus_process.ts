// The channel as the program joins it, on the listener named, with a frame log in memory: what it
// costs to deliver, without what it costs to store. `orpheus_process.ts <node|deno>`.

import type { LogFields } from "../../../src/channel/channel_log.ts";
import { systemClock } from "../../../src/channel/clock.ts";
import { createHub } from "../../../src/channel/hub.ts";
import { MAX_MESSAGE_BYTES } from "../../../src/channel/limits.ts";
import { CLOSE_CODES } from "../../../src/channel/protocol.ts";
import { createSessions } from "../../../src/channel/sessions.ts";
import { invalidRequest } from "../../../src/http/invalid_request.ts";
import { createLocalFanout } from "../../../src/jobs/fanout.ts";
import type { Frame } from "../../../src/jobs/frame.ts";
import type { FrameStore } from "../../../src/jobs/frame_store.ts";
import type { Application, Listener, ListenerOptions } from "../../../src/listener/listener.ts";
import { MemoryJobs } from "../../support/memory_jobs.ts";
import { openToAll } from "../../support/open_to_all.ts";
import { sampleJob } from "../../support/sample_job.ts";
import { obeyBench } from "./obey_bench.ts";
import { WATCHED_JOB_ID } from "./watched_job.ts";

const MAX_SOCKETS = 10_000;
const OWNER = "anonymous:bench";

/** How many sockets are open, and how many were closed as slow readers. */
export type SocketCount = { readonly sockets: number; readonly slow: number };

if (import.meta.main) await main(Deno.args);

async function main([listenerName]: string[]): Promise<void> {
  const log: Frame[] = [];
  const jobs = new MemoryJobs();
  jobs.add(sampleJob({ jobId: WATCHED_JOB_ID, status: "running" }), OWNER);
  const fanout = createLocalFanout();
  const { application, tell } = createApplication({ jobs, frames: storeOf(log), fanout });
  const open = await openListenerOf(listenerName);
  const { port } = await open(application, {
    hostname: "127.0.0.1",
    port: 0,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    maxConnections: MAX_SOCKETS,
    onError: (error) => complain(String(error)),
  });
  await obeyBench(port, {
    tell,
    send: (frame) => {
      const prevSeq = log.at(-1)?.seq ?? 0;
      log.push(frame);
      jobs.change(WATCHED_JOB_ID, { seq: frame.seq });
      fanout.publish({ frame, prevSeq });
    },
  });
}

function createApplication({ jobs, frames, fanout }: {
  readonly jobs: MemoryJobs;
  readonly frames: FrameStore;
  readonly fanout: ReturnType<typeof createLocalFanout>;
}): { readonly application: Application; readonly tell: () => SocketCount } {
  let slow = 0;
  const lines = {
    debug: () => {},
    info: (_: string, { code }: LogFields = {}) => void (code === CLOSE_CODES.slowReader && slow++),
    warn: complain,
  };
  const clock = systemClock;
  const hub = createHub({ frames, fanout, clock, log: lines });
  const sessions = createSessions({
    jobs,
    hub,
    search: () => Promise.resolve({ songs: [], nextCursor: null }),
    invalidRequest,
    clock,
    newId: () => crypto.randomUUID(),
    random: Math.random,
    log: lines,
  });
  const upgrade = openToAll({ sessions, jobs }, MAX_SOCKETS);
  const fetch = () => new Response(null, { status: 404 });
  return { application: { fetch, upgrade }, tell: () => ({ sockets: sessions.size, slow }) };
}

/** Loads the one alone: the design forbids both in a process. */
async function openListenerOf(
  name: string | undefined,
): Promise<(application: Application, options: ListenerOptions) => Promise<Listener>> {
  return name === "deno"
    ? (await import("../../../src/listener/deno_listener.ts")).openDenoListener
    : (await import("../../../src/listener/node_listener.ts")).openNodeListener;
}

function storeOf(log: readonly Frame[]): FrameStore {
  return {
    read: (_, after, limit) =>
      Promise.resolve(log.filter(({ seq }) => seq > after).slice(0, limit)),
    lastSeqs: (jobIds) =>
      Promise.resolve(new Map(jobIds.map((jobId) => [jobId, log.at(-1)?.seq ?? 0]))),
  };
}

function complain(message: string, fields?: LogFields): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${message} ${JSON.stringify(fields)}\n`));
}
