// What the visitor does, and what becomes of it in the page's state.

import { isFinished } from "../client/fold_job.ts";
import { Refusal } from "../client/refusal.ts";
import type { BlendReport } from "../client/report.ts";
import type { Job, SongSummary } from "../client/wire.ts";
import * as forms from "./form_state.ts";
import { createJobState } from "./job_state.ts";
import { noticeOf } from "./notice.ts";
import {
  isOwn,
  type PageState,
  takeOne,
  withFrame,
  withJob,
  withOwnJob,
  withOwnJobs,
  withSong,
} from "./page_state.ts";
import type { PageClient } from "./page_client.ts";
import { readReport } from "./read_report.ts";
import type { Store } from "./store.ts";

export type ControllerParts = {
  readonly client: PageClient;
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
  #watching = new AbortController();
  /** The submit nobody answered: the same request again goes under the same key. */
  #unanswered: { readonly body: string; readonly key: string } | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
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
    return this.#parts.client.search(text, { limit: MAX_OFFERED, signal });
  }

  /** How a blend was made; undefined where its composer did not tell, or told something else. */
  report(jobId: string, signal: AbortSignal): Promise<BlendReport | undefined> {
    return this.#parts.client.report(jobId, { signal }).then(readReport, () => undefined);
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
    if (!forms.hasValidOptions(form)) return false;
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
    this.#change({ blend: createJobState(jobId, known), trouble: undefined });
    this.#watch(jobId);
  }

  /** Goes on with the job on show, once the server lets this page back. */
  watchAgain(): void {
    const { blend } = this.#state;
    if (blend) this.#watch(blend.jobId);
  }

  /** Shows no job. */
  leave(): void {
    this.#watching.abort();
    this.#change({ blend: undefined, trouble: undefined });
  }

  async cancel(): Promise<void> {
    await this.#onBlend(async (jobId) => {
      await this.#parts.client.cancel(jobId);
      const { blend } = this.#state;
      if (blend?.jobId !== jobId || !blend.job || isFinished(blend.job)) return;
      this.#update((state) => withJob(state, { ...blend.job!, cancelRequested: true }));
    });
  }

  async retry(): Promise<void> {
    await this.#onBlend(async (jobId) => {
      const job = await this.#parts.client.retry(jobId);
      this.#update((state) => withOwnJob(state, job));
      if (this.#state.blend?.jobId === jobId) this.#watch(jobId);
    });
  }

  /** Loads the visitor's newest jobs, or the ones after those known. */
  async loadJobs({ isMore = false } = {}): Promise<void> {
    const cursor = isMore ? this.#state.nextCursor ?? undefined : undefined;
    await this.#quietly(async () => {
      const page = await this.#parts.client.jobs({ cursor });
      this.#update((state) => withOwnJobs({ ...state, nextCursor: page.nextCursor }, page.jobs));
    });
  }

  async loadExamples(): Promise<void> {
    await this.#quietly(async () => {
      this.#change({ examples: await this.#parts.client.search("", { limit: MAX_EXAMPLES }) });
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
    return this.#parts.client.generate({ ...request, idempotencyKey });
  }

  #accept(job: Job): void {
    this.#unanswered = undefined;
    this.#update((state) => withOwnJob(state, job));
    const { form, quota } = this.#state;
    this.#change({ form: forms.fillSongs(form, job.songs), quota: takeOne(quota) });
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
    this.#watching.abort();
    this.#watching = new AbortController();
    void this.#follow(jobId, this.#watching.signal);
  }

  async #follow(jobId: string, signal: AbortSignal): Promise<void> {
    const after = this.#state.blend?.seq ?? 0;
    const onJob = (job: Job) => this.#receive(job);
    try {
      for await (const frame of this.#parts.client.watch(jobId, { after, signal, onJob })) {
        this.#update((state) => withFrame(state, frame));
      }
    } catch (error) {
      if (!signal.aborted) this.#change({ trouble: noticeOf(error) });
    }
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
        const song = await this.#parts.client.song(songId);
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
