// An example of every message of the WebSocket, for the AsyncAPI document.

import type { z } from "zod";
import {
  type ChannelMessage,
  type clientMessageSchema,
  PROTOCOL,
  type ServerMessage,
} from "../channel/protocol.ts";
import { AppError, problemOf } from "../errors.ts";
import {
  EXAMPLE_AT,
  EXAMPLE_CANCELLED_JOB,
  EXAMPLE_COMPLETED_JOB,
  EXAMPLE_FAILED_JOB,
  EXAMPLE_JOB,
  EXAMPLE_JOB_ID,
  EXAMPLE_OUTPUT,
  EXAMPLE_RUNNING_JOB,
} from "./example_job.ts";
import { EXAMPLE_SONGS, EXAMPLE_SUMMARY } from "./example_songs.ts";

type Message = z.input<typeof clientMessageSchema> | ChannelMessage;
type Type = Message["type"];
type Problem = Extract<ServerMessage, { type: "error" }>["error"];

const jobId = EXAMPLE_JOB_ID;
const frame = { jobId, at: EXAMPLE_AT } as const;
const eta = { lowSeconds: 4, highSeconds: 9, basis: "reported" } as const;
const unknown = new AppError("not_found", "There is nothing here, or nothing that is yours");

export const MESSAGE_EXAMPLES: { readonly [T in Type]: Extract<Message, { type: T }> } = {
  generate: {
    type: "generate",
    id: "1",
    songs: [...EXAMPLE_SONGS],
    options: { lengthSeconds: 60 },
  },
  subscribe: { type: "subscribe", id: "2", jobId, after: 1_000_007 },
  unsubscribe: { type: "unsubscribe", id: "3", jobId },
  cancel: { type: "cancel", id: "4", jobId },
  search: { type: "search", id: "5", q: "entertainer", limit: 5, maxTempoBpm: 120 },
  ping: { type: "ping", id: "6" },

  hello: {
    type: "hello",
    protocol: PROTOCOL,
    heartbeatSeconds: 20,
    limits: { maxMessageBytes: 16_384, maxMessagesPerMinute: 120, maxSubscriptions: 64 },
    quota: { limit: 10, remaining: 9, resetSeconds: 900 },
  },
  accepted: { type: "accepted", id: "1", job: EXAMPLE_JOB },
  subscribed: { type: "subscribed", id: "2", job: EXAMPLE_RUNNING_JOB, replayed: 0 },
  unsubscribed: { type: "unsubscribed", id: "3", jobId },
  ok: { type: "ok", id: "4" },
  songs: { type: "songs", id: "5", songs: [EXAMPLE_SUMMARY], nextCursor: null },
  pong: { type: "pong", id: "6" },
  error: { type: "error", id: "4", error: problemOf(unknown, "request-4") as Problem },
  going_away: { type: "going_away", retryAfterMs: 1_800 },
  heartbeat: { type: "heartbeat" },

  queued: { type: "queued", ...frame, seq: 1, queuePosition: 1, eta: EXAMPLE_JOB.eta },
  started: { type: "started", ...frame, seq: 1_000_000, attempt: 1 },
  stage: { type: "stage", ...frame, seq: 1_000_001, stage: "generating" },
  progress: {
    type: "progress",
    ...frame,
    seq: 1_000_007,
    progress: 40,
    progressBasis: "reported",
    stage: "generating",
    eta,
  },
  bars: {
    type: "bars",
    ...frame,
    seq: 1_000_008,
    startBar: 8,
    bars: 1,
    secondsPerBar: 2,
    notes: [[16, 0.5, 60, 96, 0, 0], [16.5, 0.5, 64, 90, 0, 1]],
  },
  output: { type: "output", ...frame, seq: 1_000_018, output: EXAMPLE_OUTPUT },
  completed: { type: "completed", ...frame, seq: 1_000_019, job: EXAMPLE_COMPLETED_JOB },
  failed: { type: "failed", ...frame, seq: 1_000_012, job: EXAMPLE_FAILED_JOB },
  cancelled: { type: "cancelled", ...frame, seq: 1_000_012, job: EXAMPLE_CANCELLED_JOB },
  interrupted: { type: "interrupted", ...frame, seq: 1_000_012, reason: "The server is stopping" },
};
