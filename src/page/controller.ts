// What the visitor does, and what becomes of it in the page's state.

import type { Job, SongSummary } from "../channel/protocol.ts";
import { type Channel, Refusal } from "./channel.ts";
import * as forms from "./form_state.ts";
import { createJobState, isFinished } from "./job_state.ts";
import {
  isOwn,
  type Notice,
  type PageState,
  withFrame,
  withJob,
  withOwnJob,
  withOwnJobs,
  withSong,
} from "./page_state.ts";
import type { RestApi } from "./rest_api.ts";
import type { Store } from "./store.ts";

export type ControllerParts = {
  readonly channel: Channel;
  readonly api: RestApi;
  readonly store: Store<PageState>;
  readonly newId: () => string;
  readonly random: () => number;
  /** Puts the job on show into the address of the page. */
  readonly showInAddress: (jobId: string) => void;
};

/** Songs a search field offers. */
const MAX_OFFERED = 8;
/** Songs that examples and surprises are drawn from. */
const MAX_EXAMPLES = 100;

export class Controller {
  readonly #parts: ControllerParts;
  readonly #signal: AbortSignal;
  #stopWatching = () => {};
  /** The submit nobody answered: the same request again goes under the same key. */
  #unanswered: { readonly body: string; readonly key: string } | undefined;

  constructor(parts: ControllerParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  typeSong(place: forms.Place, text: string): void {
    this.#fill(forms.typeSong(this.#state.form, place, text));
  }

  chooseSong(place: forms.Place, song: SongSummary): void {
    this.#fill(forms.chooseSong(this.#state.form, place, song));
    void this.#learnSongs([song.songId]);
  }

  setOptions(changes: Partial<forms.OptionsForm>): void {
    this.#fill(forms.setOptions(this.#state.form, changes));
  }

  search(text: string, signal: AbortSignal): Promise<SongSummary[]> {
    return this.#parts.channel.search(text, MAX_OFFERED, signal);
  }

  /** Fills the form with three different songs of the catalogue. */
  surprise(): void {
    const rest = [...this.#state.examples];
    for (const place of forms.PLACES) {
      const [song] = rest.splice(Math.floor(this.#parts.random() * rest.length), 1);
      if (song) this.chooseSong(place, song);
    }
  }

  /** Sends the form. The answer says whether a job was made. */
  async blend(): Promise<boolean> {
    if (this.#state.isSending) return false;
    const form = forms.checkForm(this.#state.form);
    this.#change({ form, refusal: undefined });
    if (forms.firstComplaint(form) !== undefined) return false;
    if (!forms.hasValidSeed(form) || !forms.hasValidWeights(form)) return false;
    this.#change({ isSending: true });
    try {
      this.#accept(await this.#submit(form));
      return true;
    } catch (error) {
      this.#refuse(error);
      return false;
    } finally {
      this.#change({ isSending: false });
    }
  }

  /** The same songs and options once more, with a new seed. */
  async blendAgain(job: Job): Promise<boolean> {
    this.#fill(forms.formOf(job));
    return await this.blend();
  }

  /** Shows a job: its frames from the first, then whatever comes. */
  open(jobId: string, known?: Job): void {
    if (this.#state.blend?.jobId === jobId) return;
    this.#stopWatching();
    this.#change({ blend: createJobState(jobId, known), trouble: undefined });
    this.#watch(jobId);
  }

  /** Shows no job. */
  leave(): void {
    this.#stopWatching();
    this.#change({ blend: undefined, trouble: undefined });
  }

  async cancel(): Promise<void> {
    await this.#onBlend(async (jobId) => {
      await this.#parts.channel.cancel(jobId, this.#signal);
      const { blend } = this.#state;
      if (blend?.jobId !== jobId || !blend.job || isFinished(blend.job)) return;
      this.#update((state) => withJob(state, { ...blend.job!, cancelRequested: true }));
    });
  }

  async retry(): Promise<void> {
    await this.#onBlend(async (jobId) => {
      const job = await this.#parts.api.retry(jobId, this.#signal);
      this.#update((state) => withOwnJob(state, job));
      if (this.#state.blend?.jobId === jobId) this.#watch(jobId);
    });
  }

  /** Loads the visitor's newest jobs, or the ones after those known. */
  async loadJobs({ isMore = false } = {}): Promise<void> {
    const cursor = isMore ? this.#state.nextCursor ?? undefined : undefined;
    await this.#quietly(async () => {
      const page = await this.#parts.api.jobs(cursor, this.#signal);
      this.#update((state) => withOwnJobs({ ...state, nextCursor: page.nextCursor }, page.jobs));
    });
  }

  async loadExamples(): Promise<void> {
    await this.#quietly(async () => {
      this.#change({ examples: await this.#parts.api.songs("", MAX_EXAMPLES, this.#signal) });
    });
  }

  /** A changed form is not the one that was refused. */
  #fill(form: forms.Form): void {
    this.#change({ form, refusal: undefined });
  }

  #submit(form: forms.Form): Promise<Job> {
    const request = forms.requestOf(form);
    const body = JSON.stringify(request);
    if (this.#unanswered?.body !== body) this.#unanswered = { body, key: this.#parts.newId() };
    const idempotencyKey = this.#unanswered.key;
    return this.#parts.channel.generate({ ...request, idempotencyKey }, this.#signal);
  }

  #accept(job: Job): void {
    this.#unanswered = undefined;
    this.#update((state) => withOwnJob(state, job));
    const form = forms.fillSongs(this.#state.form, job.songs);
    this.#change({ form, quota: takeOne(this.#state.quota) });
    this.open(job.jobId, job);
    this.#parts.showInAddress(job.jobId);
  }

  #refuse(error: unknown): void {
    const { form } = this.#state;
    if (!(error instanceof Refusal)) return this.#change({ refusal: noticeOf(error) });
    this.#unanswered = undefined;
    this.#change({ form: forms.applyProblem(form, error.problem), refusal: noticeOf(error) });
  }

  #watch(jobId: string): void {
    this.#stopWatching();
    const after = this.#state.blend?.seq ?? 0;
    this.#stopWatching = this.#parts.channel.watch(jobId, after, {
      onJob: (job) => this.#receive(job),
      onFrame: (frame) => this.#update((state) => withFrame(state, frame)),
      onRefused: (problem) => this.#change({ trouble: noticeOf(new Refusal(problem)) }),
    });
  }

  #receive(job: Job): void {
    this.#update((state) => withJob(state, job));
    if (forms.isUntouched(this.#state.form)) this.#change({ form: forms.formOf(job) });
    void this.#learnSongs(job.songs.map(({ songId }) => songId));
  }

  async #learnSongs(songIds: readonly string[]): Promise<void> {
    const unknown = songIds.filter((songId) => !this.#state.songs.has(songId));
    await Promise.all(unknown.map((songId) =>
      this.#quietly(async () => {
        const song = await this.#parts.api.song(songId, this.#signal);
        this.#update((state) => withSong(state, song));
      })
    ));
  }

  /** Does something to the blend on show and tells of its failure there. */
  async #onBlend(act: (jobId: string) => Promise<void>): Promise<void> {
    const jobId = this.#state.blend?.jobId;
    if (!jobId || !isOwn(this.#state, jobId)) return;
    this.#change({ trouble: undefined });
    try {
      await act(jobId);
    } catch (error) {
      this.#change({ trouble: noticeOf(error) });
    }
  }

  /** For what only adorns the page: without it the page still does its work. */
  async #quietly(load: () => Promise<void>): Promise<void> {
    try {
      await load();
    } catch (error) {
      reportError(error);
    }
  }

  get #state(): PageState {
    return this.#parts.store.get();
  }

  #change(changes: Partial<PageState>): void {
    this.#update((state) => ({ ...state, ...changes }));
  }

  #update(change: (state: PageState) => PageState): void {
    this.#parts.store.update(change);
  }
}

function noticeOf(error: unknown): Notice {
  if (error instanceof Refusal) {
    const { code, title, detail } = error.problem;
    return { code, title, detail };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { code: "unreachable", title: "The server cannot be reached", detail };
}

function takeOne(quota: PageState["quota"]): PageState["quota"] {
  return quota && { ...quota, remaining: Math.max(0, quota.remaining - 1) };
}
