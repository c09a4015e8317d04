// The frames of a job: what its watchers see, in the order of `seq`.

import { z } from "zod";
import { barNoteSchema, barTrackSchema } from "../ml/schema.ts";
import { etaSchema, jobSchema, outputSchema, STAGES } from "./job.ts";

const common = { jobId: z.uuid(), seq: z.int().min(0), at: z.iso.datetime() };

export const queuedFrameSchema = z.object({
  type: z.literal("queued"),
  ...common,
  queuePosition: z.int().min(1),
  eta: etaSchema.nullable(),
});

export const startedFrameSchema = z.object({
  type: z.literal("started"),
  ...common,
  attempt: z.int().min(1),
});

export const stageFrameSchema = z.object({
  type: z.literal("stage"),
  ...common,
  stage: z.enum(STAGES),
});

export const progressFrameSchema = z.object({
  type: z.literal("progress"),
  ...common,
  progress: z.int().min(0).max(100),
  progressBasis: z.enum(["reported", "estimated"]),
  stage: z.enum(STAGES),
  message: z.string().optional(),
  eta: etaSchema.nullable(),
});

export const barsFrameSchema = z.object({
  type: z.literal("bars"),
  ...common,
  startBar: z.int().min(0),
  bars: z.int().min(1),
  secondsPerBar: z.number().positive(),
  tracks: z.array(barTrackSchema).optional(),
  notes: z.array(barNoteSchema),
});

export const outputFrameSchema = z.object({
  type: z.literal("output"),
  ...common,
  output: outputSchema,
});

export const completedFrameSchema = z.object({
  type: z.literal("completed"),
  ...common,
  job: jobSchema,
});

export const failedFrameSchema = z.object({ type: z.literal("failed"), ...common, job: jobSchema });

export const cancelledFrameSchema = z.object({
  type: z.literal("cancelled"),
  ...common,
  job: jobSchema,
});

export const interruptedFrameSchema = z.object({
  type: z.literal("interrupted"),
  ...common,
  reason: z.string(),
});

/** Every frame of a job. */
export const frameSchema = z.discriminatedUnion("type", [
  queuedFrameSchema,
  startedFrameSchema,
  stageFrameSchema,
  progressFrameSchema,
  barsFrameSchema,
  outputFrameSchema,
  completedFrameSchema,
  failedFrameSchema,
  cancelledFrameSchema,
  interruptedFrameSchema,
]);

export type Frame = z.infer<typeof frameSchema>;
export type FrameType = Frame["type"];

/** What a frame carries beside `jobId`, `seq` and `at`, by its type. */
export type FramePayload<T extends FrameType> = Omit<
  Extract<Frame, { type: T }>,
  "type" | "jobId" | "seq" | "at"
>;

const UNSTORED: readonly FrameType[] = ["queued", "progress"];
const TERMINAL: readonly FrameType[] = ["completed", "failed", "cancelled"];

/** A stored frame has a `seq` of its own; the others repeat the last stored one. */
export function isStored(type: FrameType): boolean {
  return !UNSTORED.includes(type);
}

/** The last frame of a job until a retry. */
export function isTerminalFrame(type: FrameType): boolean {
  return TERMINAL.includes(type);
}
