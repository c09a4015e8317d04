// Everything the page shows, in one value.

import type { ClientStatus } from "../client/link.ts";
import type { Frame, Hello, Job, Song, SongSummary } from "../client/wire.ts";
import { EMPTY_FORM, type Form } from "./form_state.ts";
import { applyFrame, applyJob, type JobState } from "./job_state.ts";
import type { Notice } from "./notice.ts";

/** A song that is played before it is blended. */
export type Preview = {
  readonly songId: string;
  /** `loading`: the server may have to make it first. */
  readonly standing: "loading" | "playing" | "failed";
};

export type PageState = {
  readonly link: ClientStatus;
  readonly form: Form;
  readonly isSending: boolean;
  /** Why the last submit was refused. */
  readonly refusal: Notice | undefined;
  /** The blend on show. */
  readonly blend: JobState | undefined;
  /** Why the blend on show cannot be shown or changed. */
  readonly trouble: Notice | undefined;
  /** The visitor's own jobs, newest first. */
  readonly jobs: readonly Job[];
  readonly nextCursor: string | null;
  /** Songs met so far, with their licences. */
  readonly songs: ReadonlyMap<string, Song>;
  readonly preview: Preview | undefined;
  /** Names to show as examples. */
  readonly examples: readonly SongSummary[];
  readonly quota: Hello["quota"] | undefined;
};

export const INITIAL_STATE: PageState = {
  link: "connecting",
  form: EMPTY_FORM,
  isSending: false,
  refusal: undefined,
  blend: undefined,
  trouble: undefined,
  jobs: [],
  nextCursor: null,
  songs: new Map(),
  preview: undefined,
  examples: [],
  quota: undefined,
};

/** Songs whose details are kept; the oldest go first. */
export const MAX_KNOWN_SONGS = 60;

/** The state with a job as it is now, wherever it is shown. */
export function withJob(state: PageState, job: Job): PageState {
  const { blend } = state;
  return {
    ...state,
    blend: blend?.jobId === job.jobId ? applyJob(blend, job) : blend,
    jobs: state.jobs.map((known) => known.jobId === job.jobId ? job : known),
  };
}

/** The state after a frame of the blend on show. */
export function withFrame(state: PageState, frame: Frame): PageState {
  if (state.blend?.jobId !== frame.jobId) return state;
  const blend = applyFrame(state.blend, frame);
  return blend.job ? withJob({ ...state, blend }, blend.job) : { ...state, blend };
}

/** The state with a new job of the visitor's own. */
export function withOwnJob(state: PageState, job: Job): PageState {
  if (isOwn(state, job.jobId)) return withJob(state, job);
  return withJob({ ...state, jobs: [job, ...state.jobs] }, job);
}

/** The state with more of the visitor's jobs, each once, newest first. */
export function withOwnJobs(state: PageState, jobs: readonly Job[]): PageState {
  const byId = new Map([...state.jobs, ...jobs].map((job) => [job.jobId, job]));
  const newestFirst = [...byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { ...state, jobs: newestFirst };
}

export function withSong(state: PageState, song: Song): PageState {
  const songs = new Map(state.songs).set(song.songId, song);
  for (const songId of songs.keys()) {
    if (songs.size <= MAX_KNOWN_SONGS) break;
    songs.delete(songId);
  }
  return { ...state, songs };
}

/** Whether the visitor may cancel and retry the job. */
export function isOwn(state: PageState, jobId: string): boolean {
  return state.jobs.some((job) => job.jobId === jobId);
}

/** The quota after one blend of it. */
export function takeOne(quota: PageState["quota"]): PageState["quota"] {
  return quota && { ...quota, remaining: Math.max(0, quota.remaining - 1) };
}
