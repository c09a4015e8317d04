// Every message of the WebSocket, both ways. Parsed once at the edge; the page shares the types.

import { z } from "zod";
import { frameSchema } from "../jobs/frame.ts";
import { idempotencyKeySchema } from "../jobs/idempotency_key.ts";
import { jobSchema } from "../jobs/job.ts";
import { optionsRequestSchema } from "../jobs/options.ts";
import {
  checkRanges,
  DEFAULT_SONGS_PER_PAGE,
  MAX_SONG_CURSOR_LENGTH,
  MAX_SONGS_PER_PAGE,
  songFilterFields,
} from "../songs/song_query.ts";
import { songQuerySchema, songRequestSchema } from "../songs/song_request.ts";
import { songSummarySchema } from "../songs/song.ts";
import { cursorSchema } from "./cursor.ts";

export const PROTOCOL = "orpheus.v1";

const id = z.string().min(1).max(64);
const jobId = z.string().max(64);

export const clientMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("generate"),
    id,
    songs: z.array(songRequestSchema).length(3),
    options: optionsRequestSchema.prefault({}),
    idempotencyKey: idempotencyKeySchema.optional(),
  }),
  z.strictObject({
    type: z.literal("subscribe"),
    id,
    jobId,
    after: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal("unsubscribe"), id, jobId }),
  z.strictObject({ type: z.literal("cancel"), id, jobId }),
  z.strictObject({
    type: z.literal("search"),
    id,
    q: songQuerySchema,
    limit: z.int().min(1).max(MAX_SONGS_PER_PAGE).default(DEFAULT_SONGS_PER_PAGE),
    cursor: cursorSchema(MAX_SONG_CURSOR_LENGTH).optional(),
    ...songFilterFields,
  }).superRefine(checkRanges),
  z.strictObject({ type: z.literal("ping"), id: id.optional() }),
]);

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({
    path: z.string(),
    message: z.string(),
    suggestions: z.array(songSummarySchema).optional(),
  })).optional(),
}).meta({ id: "Problem" });

export const quotaSchema = z.object({
  limit: z.int(),
  remaining: z.int(),
  resetSeconds: z.int(),
}).meta({ id: "Quota" });

export const limitsSchema = z.object({
  maxMessageBytes: z.int(),
  maxMessagesPerMinute: z.int(),
  maxSubscriptions: z.int(),
}).meta({ id: "Limits" });

/** Answers and notices of the server, beside the job frames. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    protocol: z.literal(PROTOCOL),
    heartbeatSeconds: z.int(),
    limits: limitsSchema,
    quota: quotaSchema,
  }),
  z.object({ type: z.literal("accepted"), id, job: jobSchema }),
  z.object({ type: z.literal("subscribed"), id, job: jobSchema, replayed: z.int() }),
  z.object({ type: z.literal("unsubscribed"), id, jobId }),
  z.object({ type: z.literal("ok"), id }),
  z.object({
    type: z.literal("songs"),
    id,
    songs: z.array(songSummarySchema),
    nextCursor: z.string().nullable(),
  }),
  z.object({ type: z.literal("pong"), id: id.optional() }),
  z.object({ type: z.literal("error"), id: id.optional(), error: problemSchema }),
  z.object({ type: z.literal("going_away"), retryAfterMs: z.int() }),
  z.object({ type: z.literal("heartbeat") }),
]);

/** Codes 4000–4499 say reconnect, 4500–4999 say do not. */
export const CLOSE_CODES = {
  goingAway: 1001,
  binary: 1003,
  badUtf8: 1007,
  tooLarge: 1009,
  heartbeatLost: 4000,
  tooManyMessages: 4005,
  slowReader: 4009,
  badMessages: 4500,
} as const;

export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type ChannelMessage = ServerMessage | z.infer<typeof frameSchema>;
export type { Frame } from "../jobs/frame.ts";
export type { Job } from "../jobs/job.ts";
export type { Song, SongSummary } from "../songs/song.ts";
