// What the server and a client say to each other. Written out here, so that the library needs
// nothing of the server; a test compares every type with the schemas that the server checks by.
// Ids are UUIDs, times are ISO 8601 in UTC, units stand last in names.

import type { SongFilter, SongPage, SongRef, SongRequest, SongSummary } from "./wire_song.ts";

export type * from "./wire_song.ts";

export type Weights = [number, number, number];

/** For each part of the piece how much of each song goes in, beside what `weights` says. */
export type RoleWeights = {
  harmony?: Weights;
  groove?: Weights;
  bass?: Weights;
  melody?: Weights;
};

export type SectionLetter = "A" | "B" | "C" | "D";

/** Options of a blend; what is left out has the server's default. */
export type OptionsRequest = {
  /** 0.1–2. @default 0.8 */
  temperature?: number | undefined;
  /** 0–1. @default 0.7 */
  creativity?: number | undefined;
  /** 15–300. @default 120 */
  lengthSeconds?: number | undefined;
  /** 0–4294967295; the same songs, options and seed give the same MIDI. @default by chance */
  seed?: number | undefined;
  /** How much of each song goes in: none below 0, not all 0. @default [1, 1, 1] */
  weights?: Weights | undefined;
  /** Of the MP3. @default "high" */
  quality?: "low" | "medium" | "high" | undefined;
  /** Of the MP3, in Hz. @default 44100 */
  sampleRate?: 22050 | 32000 | 44100 | 48000 | undefined;
  /** Such as `"F# minor"` or `"Bb major"`. @default chosen */
  key?: string | null | undefined;
  /** 40–240. @default chosen */
  tempoBpm?: number | null | undefined;
  /** Each as `weights`; a role's song counts by both. @default {} */
  roleWeights?: RoleWeights | undefined;
  /** Each makes a loop of that section. @default [] */
  sections?: SectionLetter[] | undefined;
  /** Files beside the MIDI and the MP3. @default [] */
  outputs?: ("wav" | "stems")[] | undefined;
};

/** Options as a job keeps them: all there, the seed too. */
export type Options = {
  temperature: number;
  creativity: number;
  lengthSeconds: number;
  seed: number;
  weights: Weights;
  quality: "low" | "medium" | "high";
  sampleRate: 22050 | 32000 | 44100 | 48000;
  key: string | null;
  tempoBpm: number | null;
  roleWeights: RoleWeights;
  sections: SectionLetter[];
  outputs: ("wav" | "stems")[];
};

export type Status = "pending" | "running" | "completed" | "failed" | "cancelled";
export type Stage = "queued" | "fetching" | "generating" | "converting" | "storing" | "done";

/** How long it may still take; never invented. */
export type Eta = { lowSeconds: number; highSeconds: number; basis: "history" | "reported" };

/** A file of a job. `url` is a path on the server. */
export type Output = {
  fileId: string;
  kind: "midi" | "mp3" | "wav" | "stem" | "loop";
  /** Of a stem its track in the MIDI, of a loop the letter of its section. */
  name: string | null;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  url: string;
  expiresAt: string;
};

export type Job = {
  jobId: string;
  status: Status;
  stage: Stage;
  /** Whole percent; never goes down within an attempt. */
  progress: number;
  progressBasis: "reported" | "estimated";
  songs: SongRef[];
  options: Options;
  /** From 1; null unless pending. */
  queuePosition: number | null;
  eta: Eta | null;
  /** How often a worker has taken it. */
  attempt: number;
  cancelRequested: boolean;
  /** The MP3 when done, or the MIDI where no MP3 could be made. */
  outputFileId: string | null;
  outputs: Output[];
  warnings: { code: string; message: string }[];
  error: string | null;
  errorCode: string | null;
  timings: {
    queuedMs: number;
    fetchMs: number;
    generateMs: number;
    convertMs: number;
    storeMs: number;
  };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** When the record itself goes. */
  expiresAt: string;
  /** Of the last stored frame the job tells of. */
  seq: number;
  links: { self: string; events: string; cancel: string; report: string };
};

/** `[startSeconds, durationSeconds, pitch, velocity, track, source]`; `source` 0–2 is its song. */
export type Note = [number, number, number, number, number, number];
export type Track = { name: string; role: string; program: number; isDrums: boolean };

type FrameOf<T extends string, Payload> =
  & { type: T; jobId: string; seq: number; at: string }
  & Payload;

/**
 * What happens to a job. A stored frame has a `seq` of its own, which only grows; `queued` and
 * `progress` are not stored and repeat the last one.
 */
export type Frame =
  | FrameOf<"queued", { queuePosition: number; eta: Eta | null }>
  | FrameOf<"started", { attempt: number }>
  | FrameOf<"stage", { stage: Stage }>
  | FrameOf<"progress", {
    progress: number;
    progressBasis: "reported" | "estimated";
    stage: Stage;
    message?: string | undefined;
    eta: Eta | null;
  }>
  | FrameOf<"bars", {
    startBar: number;
    bars: number;
    secondsPerBar: number;
    tracks?: Track[] | undefined;
    notes: Note[];
  }>
  | FrameOf<"output", { output: Output }>
  | FrameOf<"completed", { job: Job }>
  | FrameOf<"failed", { job: Job }>
  | FrameOf<"cancelled", { job: Job }>
  | FrameOf<"interrupted", { reason: string }>;

/** Why the server refused (RFC 9457). `code` is stable, texts are not. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors?: {
    /** Where in the request: `songs.1`. */
    path: string;
    message: string;
    suggestions?: SongSummary[] | undefined;
  }[] | undefined;
};

/** What the server says first on a socket. */
export type Hello = {
  type: "hello";
  protocol: "orpheus.v1";
  heartbeatSeconds: number;
  limits: { maxMessageBytes: number; maxMessagesPerMinute: number; maxSubscriptions: number };
  quota: { limit: number; remaining: number; resetSeconds: number };
};

export type ClientMessage =
  | {
    type: "generate";
    id: string;
    songs: SongRequest[];
    options?: OptionsRequest | undefined;
    idempotencyKey?: string | undefined;
  }
  | { type: "subscribe"; id: string; jobId: string; after?: number | undefined }
  | { type: "unsubscribe"; id: string; jobId: string }
  | { type: "cancel"; id: string; jobId: string }
  | ({
    type: "search";
    id: string;
    q: string;
    limit?: number | undefined;
    cursor?: string | undefined;
  } & SongFilter)
  | { type: "ping"; id?: string | undefined };

export type ServerMessage =
  | Hello
  | { type: "accepted"; id: string; job: Job }
  | { type: "subscribed"; id: string; job: Job; replayed: number }
  | { type: "unsubscribed"; id: string; jobId: string }
  | { type: "ok"; id: string }
  | ({ type: "songs"; id: string } & SongPage)
  | { type: "pong"; id?: string | undefined }
  | { type: "error"; id?: string | undefined; error: Problem }
  | { type: "going_away"; retryAfterMs: number }
  | { type: "heartbeat" };
