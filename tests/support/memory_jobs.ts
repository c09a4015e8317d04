// Jobs in memory: the contract of `Jobs`, for tests of the edge above it.

import { AppError } from "../../src/errors.ts";
import type { Caller } from "../../src/jobs/caller.ts";
import { isTerminal, type Job } from "../../src/jobs/job.ts";
import type { JobPage, StoredFile } from "../../src/jobs/job_store.ts";
import type { Jobs, SubmitRequest } from "../../src/jobs/jobs.ts";
import type { Report } from "../../src/jobs/report.ts";
import type { Quota } from "../../src/jobs/submit_limiter.ts";
import { sampleJob } from "./sample_job.ts";

type Kept = { job: Job; readonly owner: string; readonly idempotencyKey: string | undefined };

export class MemoryJobs implements Jobs {
  readonly files = new Map<string, StoredFile>();
  readonly reports = new Map<string, Report>();
  readonly submitted: { readonly request: SubmitRequest; readonly caller: Caller }[] = [];
  readonly limit: number;
  /** Thrown by the next call of any method. */
  failure: unknown;
  maxPending = 100;

  readonly #kept = new Map<string, Kept>();
  readonly #bodies = new Map<string, string>();
  readonly #used = new Map<string, number>();

  constructor({ limit = 10 } = {}) {
    this.limit = limit;
  }

  async submit(request: SubmitRequest, caller: Caller) {
    await this.#begin();
    const { songs, idempotencyKey } = request;
    const body = JSON.stringify([songs, request.options]);
    const known = idempotencyKey === undefined ? undefined : [...this.#kept.values()]
      .find((kept) => kept.owner === caller.owner && kept.idempotencyKey === idempotencyKey);
    if (known !== undefined) {
      if (this.#bodies.get(known.job.jobId) === body) return { job: known.job, isReplayed: true };
      throw new AppError("idempotency_mismatch", "This key came before with another body");
    }
    if (new Set(songs.map((song) => JSON.stringify(song))).size < 3) {
      throw new AppError("duplicate_song", "Two of the songs are the same", {
        errors: [{ path: "songs.1", message: "is the same as songs.0" }],
      });
    }
    this.#requireRoom(caller);
    const { seed = 7, ...options } = request.options;
    const job = sampleJob({ jobId: crypto.randomUUID(), options: { ...options, seed } });
    this.#bodies.set(job.jobId, body);
    this.submitted.push({ request, caller });
    this.add(job, caller.owner, idempotencyKey);
    return { job, isReplayed: false };
  }

  async find(jobId: string): Promise<Job> {
    await this.#begin();
    return this.#require(jobId).job;
  }

  async report(jobId: string): Promise<Report> {
    const { jobId: known } = await this.find(jobId);
    const report = this.reports.get(known);
    if (report === undefined) throw new AppError("no_report", "Nothing was told");
    return report;
  }

  async list(query: Parameters<Jobs["list"]>[0], caller: Caller): Promise<JobPage> {
    await this.#begin();
    const all = [...this.#kept.values()].toReversed()
      .filter(({ owner }) => caller.isAdmin || owner === caller.owner)
      .filter(({ job }) => query.status === undefined || job.status === query.status)
      .map(({ job }) => job);
    const start = query.cursor === undefined ? 0 : Number(query.cursor);
    const end = start + query.limit;
    return { jobs: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
  }

  async cancel(jobId: string, caller: Caller): Promise<Job> {
    await this.#begin();
    const { job } = this.#requireOwned(jobId, caller);
    if (job.status === "pending") return this.change(jobId, { status: "cancelled" });
    return isTerminal(job.status) ? job : this.change(jobId, { cancelRequested: true });
  }

  async retry(jobId: string, caller: Caller): Promise<Job> {
    await this.#begin();
    const { job } = this.#requireOwned(jobId, caller);
    if (job.status !== "failed" && job.status !== "cancelled") {
      throw new AppError("not_retryable", `The job is ${job.status}`);
    }
    this.#requireRoom(caller);
    return this.change(jobId, { status: "pending" });
  }

  async openFile(fileId: string): Promise<StoredFile> {
    await this.#begin();
    const file = this.files.get(fileId);
    if (file === undefined) throw new AppError("not_found", "There is no such file");
    if (file.expiresAt.getTime() <= Date.now()) throw new AppError("expired", "It has expired");
    return file;
  }

  async quota({ client }: Caller): Promise<Quota> {
    await Promise.resolve();
    const used = this.#used.get(client) ?? 0;
    return { limit: this.limit, remaining: this.limit - used, resetSeconds: used ? 899.2 : 0 };
  }

  /** A job that is there without having been submitted. */
  add(job: Job, owner: string, idempotencyKey?: string): Job {
    this.#kept.set(job.jobId, { job, owner, idempotencyKey });
    return job;
  }

  /** Moves a job on. */
  change(jobId: string, changes: Partial<Job>): Job {
    const kept = this.#require(jobId);
    kept.job = { ...kept.job, ...changes };
    return kept.job;
  }

  /** Loses a job, as housekeeping does in time. */
  remove(jobId: string): void {
    this.#kept.delete(jobId);
  }

  async #begin(): Promise<void> {
    await Promise.resolve();
    if (this.failure === undefined) return;
    const { failure } = this;
    this.failure = undefined;
    throw failure;
  }

  #requireRoom({ client }: Caller): void {
    const used = this.#used.get(client) ?? 0;
    if (used >= this.limit) {
      throw new AppError("rate_limited", "Too many submits", { retryAfterSeconds: 42.5 });
    }
    const pending = [...this.#kept.values()].filter(({ job }) => job.status === "pending").length;
    if (pending >= this.maxPending) throw new AppError("queue_full", "Too many jobs wait");
    this.#used.set(client, used + 1);
  }

  #require(jobId: string): Kept {
    const kept = this.#kept.get(jobId);
    if (kept === undefined) throw new AppError("not_found", `There is no job ${jobId}`);
    return kept;
  }

  #requireOwned(jobId: string, caller: Caller): Kept {
    const kept = this.#require(jobId);
    if (kept.owner === caller.owner || caller.isAdmin) return kept;
    throw new AppError("not_found", "This job is somebody else's");
  }
}
