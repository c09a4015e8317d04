// Carries out one step in the world of a resume test.

import { AppError } from "../../src/errors.ts";
import { SEQ_PER_ATTEMPT } from "../../src/jobs/job.ts";
import { PollWatcher } from "./poll_watcher.ts";
import type { ResumeClient } from "./resume_client.ts";
import type { Cursor, Step } from "./resume_steps.ts";
import type { ResumeWorld } from "./resume_world.ts";
import { SocketWatcher } from "./socket_watcher.ts";
import { StreamWatcher } from "./stream_watcher.ts";
import type { WrittenJob } from "./written_job.ts";

const MAX_CLIENTS = 8;
const AWAY = new AppError("not_ready", "The database is away");

/** Over MAX_UNSENT_BYTES, and over MAX_FRAMES_PER_PAGE. */
const FLOODS = {
  bytes: { move: "large", count: 60 },
  frames: { move: "stage", count: 501 },
} as const;

type OfMove = {
  readonly job: number;
  readonly index: number;
  readonly isHeardAt: number | undefined;
};

export type Stage = {
  readonly world: ResumeWorld;
  readonly clients: ResumeClient[];
  readonly tally: (what: string) => void;
};

export async function performStep(stage: Stage, step: Step): Promise<void> {
  const { world, clients } = stage;
  switch (step.do) {
    case "move":
      return moveJob(stage, step);
    case "burst":
      for (const index of step.indexes) moveJob(stage, { ...step, index, isHeardAt: undefined });
      return;
    case "flood":
      return floodJob(stage, step);
    case "trim":
      return world.jobs[step.job]!.isRemoved ? undefined : world.jobs[step.job]!.trim(step.count);
    case "remove":
      return removeJob(stage, world.jobs[step.job]!);
    case "grow": {
      const jobId = step.job === undefined ? undefined : world.jobs[step.job]!.jobId;
      return world.processes[step.process]!.fanout.grow(jobId);
    }
    case "hint":
      return tell(stage, step);
    case "hearAll":
      return world.processes[step.process]!.hear();
    case "openSocket":
    case "openStream":
    case "openPoll":
      if (clients.length < MAX_CLIENTS) clients.push(open(stage, step));
      return;
    case "subscribe":
      return subscribe(stage, step);
    case "unsubscribe":
      return pick(socketsOf(clients), step.client)?.unsubscribe(world.jobs[step.job]!);
    case "cut":
      return pick(clients, step.client)?.cut(step);
    case "moveTo":
      return pick(clients, step.client)?.moveTo(step.process, step);
    case "read":
      return pick(clients, step.client)?.setReading(step.isReading);
    case "reload":
      return pick(clients, step.client)?.reload();
    case "restart":
      stage.tally(step.isKilled ? "kill" : "stop");
      return world.restart(step.process, step);
    case "reads":
      return setReads(world, step.are);
    case "failLook":
      world.store.failure = AWAY;
      return;
    case "pass":
      return await (step.ms < 1_000 ? world.passShortly(step.ms) : world.pass(step.ms));
  }
}

/** `isHeardAt`: by one process at once; undefined: by all. */
function moveJob(
  { world, tally }: Stage,
  { job, index, isHeardAt }: OfMove,
): void {
  const written = world.jobs[job]!;
  const move = pick(written.moves, index);
  if (move === undefined) return;
  tally(move);
  const envelope = written.move(move);
  if (envelope === undefined) return;
  world.tell(envelope);
  // Where it was made it is heard at once, unless that process is no longer there.
  const hearing = world.processes.filter((_, at) => at === (isHeardAt ?? at));
  for (const { fanout, hints } of hearing) fanout.publish(hints.pop()!);
}

function floodJob({ world, tally }: Stage, { job, of }: Extract<Step, { do: "flood" }>): void {
  const written = world.jobs[job]!;
  if (!written.moves.includes("stage")) return;
  tally(`flood of ${of}`);
  const { move, count } = FLOODS[of];
  for (let i = 0; i < count; i++) world.tell(written.move(move)!);
}

function removeJob({ tally }: Stage, job: WrittenJob): void {
  if (!["completed", "failed", "cancelled"].includes(job.job.status) || job.isRemoved) return;
  tally("remove");
  job.remove();
}

function tell({ world }: Stage, { process, index, fate }: Extract<Step, { do: "hint" }>): void {
  const { hints, fanout } = world.processes[process]!;
  if (hints.length === 0) return;
  const at = index % hints.length;
  const [envelope] = fate === "twice" ? [hints[at]] : hints.splice(at, 1);
  if (fate !== "lost") fanout.publish(envelope!);
}

function open(
  { world, tally }: Stage,
  step: Extract<Step, { do: "openSocket" | "openStream" | "openPoll" }>,
): ResumeClient {
  tally(step.do);
  if (step.do === "openSocket") return new SocketWatcher({ world, ...step });
  const job = world.jobs[step.job]!;
  const after = step.after && cursorIn(job, step.after);
  tally(`${step.do} after ${step.after?.at}`);
  return step.do === "openStream"
    ? new StreamWatcher({ world, ...step, job, after })
    : new PollWatcher({ world, ...step, job, after });
}

function subscribe(
  { world, clients, tally }: Stage,
  { client, job, after, times }: Extract<Step, { do: "subscribe" }>,
): void {
  const socket = pick(socketsOf(clients), client);
  if (socket === undefined) return;
  tally(`subscribe after ${after?.at}`);
  const written = world.jobs[job]!;
  for (let i = 0; i < times; i++) {
    socket.subscribe(written, after && cursorIn(written, after));
  }
}

function cursorIn({ ever, lastSeq }: WrittenJob, cursor: Cursor): number {
  switch (cursor.at) {
    case "frame":
      return ever[cursor.index % ever.length]!.seq;
    case "start":
      return 0;
    case "end":
      return lastSeq;
    case "soon":
      return lastSeq + 2;
    case "next attempt":
      return (Math.floor(lastSeq / SEQ_PER_ATTEMPT) + 1) * SEQ_PER_ATTEMPT + 1;
    case "never":
      return Number.MAX_SAFE_INTEGER;
  }
}

function setReads(
  { frames }: ResumeWorld,
  are: Extract<Step, { do: "reads" }>["are"],
): void {
  if (are === "slow") frames.isSlow = true;
  else if (are === "quick") frames.isSlow = false;
  else if (are === "failing") frames.failure = AWAY;
  else if (are === "well") frames.failure = undefined;
  else frames.release();
}

function socketsOf(clients: readonly ResumeClient[]): SocketWatcher[] {
  return clients.filter((client) => client instanceof SocketWatcher);
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % list.length];
}
