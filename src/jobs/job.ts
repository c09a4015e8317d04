// A job as everyone sees it, its states, and the only moves between them.

import { z } from "zod";
import { songRefSchema } from "../songs/song.ts";
import { optionsSchema } from "./options.ts";

export const STATUSES = ["pending", "running", "completed", "failed", "cancelled"] as const;
export type Status = (typeof STATUSES)[number];

/** Every move a job can make. SQL, API and tests follow this table. */
export const TRANSITIONS = {
  claim: { from: ["pending"], to: "running" },
  complete: { from: ["running"], to: "completed" },
  fail: { from: ["running"], to: "failed" },
  cancel: { from: ["pending", "running"], to: "cancelled" },
  release: { from: ["running"], to: "pending" },
  retry: { from: ["failed", "cancelled"], to: "pending" },
} as const satisfies Record<string, { readonly from: readonly Status[]; readonly to: Status }>;

export const TERMINAL_STATUSES = ["completed", "failed", "cancelled"] as const;

/** Whether a job in this state stays there until its owner retries it. */
export function isTerminal(status: Status): boolean {
  return (TERMINAL_STATUSES as readonly Status[]).includes(status);
}

export const STAGES = [
  "queued",
  "fetching",
  "generating",
  "converting",
  "storing",
  "done",
] as const;
export type Stage = (typeof STAGES)[number];

/** At most this many attempts of a job may fail; an orderly stop is no failure. */
export const MAX_FAILURES = 3;

/** The `started` frame of attempt n has seq n × this. */
export const SEQ_PER_ATTEMPT = 1_000_000;

export const etaSchema = z.object({
  lowSeconds: z.number(),
  highSeconds: z.number(),
  basis: z.enum(["history", "reported"]),
}).meta({ id: "Eta" });

export const outputSchema = z.object({
  fileId: z.uuid(),
  kind: z.enum(["midi", "mp3", "wav", "stem", "loop"]),
  /** Of a stem its track in the MIDI, of a loop the letter of its section. */
  name: z.string().nullable(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  url: z.string(),
  expiresAt: z.iso.datetime(),
}).meta({ id: "Output" });

export const warningSchema = z.object({ code: z.string(), message: z.string() })
  .meta({ id: "Warning" });

export const timingsSchema = z.object({
  queuedMs: z.int(),
  fetchMs: z.int(),
  generateMs: z.int(),
  convertMs: z.int(),
  storeMs: z.int(),
}).meta({ id: "Timings" });

export const jobSchema = z.object({
  jobId: z.uuid(),
  status: z.enum(STATUSES),
  stage: z.enum(STAGES),
  progress: z.int().min(0).max(100),
  progressBasis: z.enum(["reported", "estimated"]),
  songs: z.array(songRefSchema),
  options: optionsSchema,
  queuePosition: z.int().min(1).nullable(),
  eta: etaSchema.nullable(),
  attempt: z.int().min(0),
  cancelRequested: z.boolean(),
  outputFileId: z.uuid().nullable(),
  outputs: z.array(outputSchema),
  warnings: z.array(warningSchema),
  error: z.string().nullable(),
  errorCode: z.string().nullable(),
  timings: timingsSchema,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** When the record itself goes. */
  expiresAt: z.iso.datetime(),
  seq: z.int(),
  links: z.object({
    self: z.string(),
    events: z.string(),
    cancel: z.string(),
    report: z.string(),
  }),
}).meta({ id: "Job" });

export type Job = z.infer<typeof jobSchema>;
export type Output = z.infer<typeof outputSchema>;
export type Warning = z.infer<typeof warningSchema>;
export type Timings = z.infer<typeof timingsSchema>;
export type Eta = z.infer<typeof etaSchema>;
export type ProgressBasis = Job["progressBasis"];
