// The wire format between the server and an ML service, in both directions. Fields are snake_case.

import { z } from "zod";

/** Longest answer read from the service. */
export const MAX_ML_ANSWER_BYTES = 32 * 1024 * 1024;
/** Of an answer to `/render`: a WAV of 300 s at 48 kHz with what dies away after it has 59 MB. */
export const MAX_RENDER_BYTES = 64 * 1024 * 1024;

const base64 = z.string().min(1).max(44_739_244);

const weights = z.tuple([z.number().min(0), z.number().min(0), z.number().min(0)])
  .refine((weights) => weights.some((weight) => weight > 0), "must not all be 0");

/** Parts of the piece whose songs can be weighed one by one. */
export const ROLES = ["harmony", "groove", "bass", "melody"] as const;

export const generateRequestSchema = z.strictObject({
  midi_files: z.tuple([base64, base64, base64]),
  options: z.strictObject({
    temperature: z.number().min(0.1).max(2),
    creativity: z.number().min(0).max(1),
    length_seconds: z.number().min(15).max(300),
    seed: z.int().min(0).max(4_294_967_295),
    weights,
    // The rest is sent only when somebody asked for it: older services know nothing of it.
    key: z.string().regex(/^[A-G][b#]? (major|minor)$/).optional(),
    tempo_bpm: z.number().min(40).max(240).optional(),
    role_weights: z.partialRecord(z.enum(ROLES), weights).optional(),
  }),
});

const sampleRate = z.union([
  z.literal(22050),
  z.literal(32000),
  z.literal(44100),
  z.literal(48000),
]);

const quality = z.enum(["low", "medium", "high"]);

export const convertRequestSchema = z.strictObject({
  midi_data: base64,
  options: z.strictObject({ quality, sample_rate: sampleRate }),
});

/** `POST /render`: a WAV of the piece, an MP3 of one of its tracks alone, a WAV of bars that loop. */
export const renderRequestSchema = z.strictObject({
  midi_data: base64,
  options: z.strictObject({
    format: z.enum(["wav", "mp3"]),
    /** Of an MP3. */
    quality,
    sample_rate: sampleRate,
    /** Index of the only track that is heard, at the level it has in the whole. */
    track: z.int().min(0).max(63).optional(),
    /** Only these bars, so that their end leads into their start. */
    loop: z.strictObject({
      start_bar: z.int().min(0).max(10_000),
      bars: z.int().min(1).max(64),
    }).optional(),
  }),
});

/** Text that people are shown: no control characters, no broken surrogates. */
const plainText = (maxLength: number) =>
  z.string().max(maxLength).transform((text) => text.toWellFormed().replace(/\p{Cc}/gu, " "));

const seconds = z.number().min(0).max(3600);

/** `[startSeconds, durationSeconds, pitch, velocity, track, source]`. */
export const barNoteSchema = z.tuple([
  seconds,
  seconds,
  z.int().min(0).max(127),
  z.int().min(1).max(127),
  z.int().min(0).max(63),
  z.int().min(0).max(2),
]);

export const barTrackSchema = z.object({
  name: z.string().max(128),
  role: z.string().max(32),
  program: z.int().min(0).max(127),
  isDrums: z.boolean(),
});

const wireTrackSchema = z.object({
  name: plainText(128),
  role: plainText(32),
  program: z.int().min(0).max(127),
  is_drums: z.boolean(),
});

const progressLineSchema = z.object({
  type: z.literal("progress"),
  progress: z.number().min(0).max(1),
  message: plainText(500).optional(),
});

const barsLineSchema = z.object({
  type: z.literal("bars"),
  start_bar: z.int().min(0).max(10_000),
  bars: z.int().min(1).max(1_000),
  seconds_per_bar: z.number().positive().max(60),
  tracks: z.array(wireTrackSchema).max(64).optional(),
  notes: z.array(barNoteSchema).max(10_000),
});

const resultLineSchema = z.object({
  type: z.literal("result"),
  midi_data: base64,
  report: z.record(z.string(), z.unknown()).optional(),
});

/** As much of a report as the server itself understands; the rest is kept for those who read it. */
export const sectionsReportSchema = z.object({
  sections: z.array(z.object({
    /** `A'` for one that returns; an intro or an outro has another name than its letter. */
    name: z.string().optional(),
    letter: z.string().regex(/^[A-Z]$/),
    startBar: z.int().min(0).max(10_000),
    bars: z.int().min(1).max(1_000),
  })).max(1_000),
});

const errorLineSchema = z.object({
  type: z.literal("error"),
  code: z.string().max(64),
  message: z.string().max(2_000),
});

/** One line of a streamed `/generate` answer. */
export const generateLineSchema = z.discriminatedUnion("type", [
  progressLineSchema,
  barsLineSchema,
  resultLineSchema,
  errorLineSchema,
]);

export const generateAnswerSchema = z.object({
  midi_data: base64,
  report: z.record(z.string(), z.unknown()).optional(),
});

export const convertAnswerSchema = z.object({ mp3_data: base64 });

export type GenerateRequest = z.infer<typeof generateRequestSchema>;
export type ConvertRequest = z.infer<typeof convertRequestSchema>;
export type RenderRequest = z.infer<typeof renderRequestSchema>;
export type GenerateLine = z.infer<typeof generateLineSchema>;
export type BarsLine = z.infer<typeof barsLineSchema>;
export type BarNote = z.infer<typeof barNoteSchema>;
