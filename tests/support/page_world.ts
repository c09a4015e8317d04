// A page controller and a client that a test answers for.

import type { Refusal } from "../../src/client/refusal.ts";
import type { WatchOptions } from "../../src/client/job_watch.ts";
import type { GenerateRequest } from "../../src/client/client.ts";
import type { Frame, Job, Song } from "../../src/client/wire.ts";
import { Controller } from "../../src/page/controller.ts";
import type { PageClient } from "../../src/page/page_client.ts";
import { INITIAL_STATE } from "../../src/page/page_state.ts";
import { createStore } from "../../src/page/store.ts";
import { sampleJob } from "./sample_job.ts";

type Answer = () => Promise<Job>;

/** One watch of the page; the test says what it hears. */
export class PageWatch {
  readonly jobId: string;
  readonly options: WatchOptions;
  readonly frames: ReadableStream<Frame>;
  #controller!: ReadableStreamDefaultController<Frame>;

  constructor(jobId: string, options: WatchOptions) {
    this.jobId = jobId;
    this.options = options;
    this.frames = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
    });
    options.signal?.addEventListener("abort", () => this.#controller.error(options.signal?.reason));
  }

  get isStopped(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  say(...frames: Frame[]): void {
    for (const frame of frames) this.#controller.enqueue(frame);
  }

  refuse(refusal: Refusal): void {
    this.#controller.error(refusal);
  }
}

/** `answers` are given to `generate` one after the other, then to `cancel` and `retry`. */
export function createPageWorld({ generate = [], cancel, retry, report }: {
  generate?: Answer[];
  cancel?: () => Promise<void>;
  retry?: Answer;
  report?: PageClient["report"];
} = {}) {
  const requests: GenerateRequest[] = [];
  const watches: PageWatch[] = [];
  const addresses: string[] = [];
  const store = createStore(INITIAL_STATE);
  const answers = [...generate];
  let ids = 0;

  const client: PageClient = {
    generate(request) {
      requests.push(request);
      const answer = answers.shift() ?? (() => Promise.resolve(sampleJob()));
      return answer();
    },
    search: (_text, { limit } = {}) => Promise.resolve(SUMMARIES.slice(0, limit)),
    cancel: cancel ?? (() => Promise.resolve()),
    retry: retry ?? (() => Promise.resolve(sampleJob())),
    report: report ?? (() => Promise.reject(new Error("Nothing was told"))),
    jobs: ({ cursor } = {}) =>
      Promise.resolve({
        jobs: [sampleJob({ jobId: cursor ?? "newest" })],
        nextCursor: cursor ? null : "older",
      }),
    song: (songId) => Promise.resolve({ songId, title: songId, license: "Public Domain" } as Song),
    watch(jobId, options) {
      const watch = new PageWatch(jobId, options);
      watches.push(watch);
      return watch.frames;
    },
  };
  const controller = new Controller({
    client,
    store,
    newId: () => `key-${++ids}`,
    random: () => 0,
    showInAddress: (jobId) => addresses.push(jobId),
  });
  return { store, controller, requests, watches, addresses };
}

const SUMMARIES = ["A", "B", "C", "D"].map((title) => ({
  songId: `song-${title}`,
  title,
  artist: "Anonymous",
  durationSeconds: 60,
  tempoBpm: 100,
  key: "C major",
  hasDrums: false,
  license: "Public Domain",
  score: 1,
}));
