// What one run of a job needs and carries from stage to stage.

import type { MlClient } from "../ml/ml_client.ts";
import type { SongStore } from "../songs/song_store.ts";
import type { EtaEstimator } from "./eta.ts";
import type { Fanout } from "./fanout.ts";
import type { Hints } from "./hints.ts";
import type { FrameWriter } from "./frame_writer.ts";
import type { Timings } from "./job.ts";
import type { ClaimedJob, JobStore } from "./job_store.ts";
import type { ObjectStore } from "./object_store.ts";
import type { SoundingTrack } from "./plan_outputs.ts";
import type { ProgressMeter } from "./progress.ts";

export type JobLog = {
  info(message: string, fields: Record<string, unknown>): void;
  warn(message: string, fields: Record<string, unknown>): void;
};

export type RunDependencies = {
  readonly store: JobStore;
  readonly fanout: Fanout;
  readonly hints: Hints;
  readonly objects: ObjectStore;
  readonly songs: Pick<SongStore, "objectKeys">;
  readonly ml: MlClient;
  /** The tracks of a MIDI file of the service that have notes. */
  readonly soundingTracks: (midi: Uint8Array) => readonly SoundingTrack[];
  readonly eta: EtaEstimator;
  readonly log: JobLog;
  readonly newId: () => string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

export type Run = RunDependencies & {
  readonly claimed: ClaimedJob;
  readonly signal: AbortSignal;
  readonly frames: FrameWriter;
  readonly meter: ProgressMeter;
  readonly timings: { -readonly [K in keyof Timings]?: Timings[K] };
};
