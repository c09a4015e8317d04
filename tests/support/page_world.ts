// A page controller between a channel and REST routes that a test answers.

import type { Job, Song } from "../../src/channel/protocol.ts";
import type { BlendRequest, Channel, Watcher } from "../../src/page/channel.ts";
import { Controller } from "../../src/page/controller.ts";
import { INITIAL_STATE } from "../../src/page/page_state.ts";
import type { RestApi } from "../../src/page/rest_api.ts";
import { createStore } from "../../src/page/store.ts";
import { sampleJob } from "./sample_job.ts";

type Answer = () => Promise<Job>;

export type PageWatch = {
  readonly jobId: string;
  readonly after: number;
  readonly watcher: Watcher;
  isStopped: boolean;
};

/** `answers` are given to `generate` one after the other, then to `cancel` and `retry`. */
export function createPageWorld({ generate = [], cancel, retry }: {
  generate?: Answer[];
  cancel?: () => Promise<void>;
  retry?: Answer;
} = {}) {
  const requests: BlendRequest[] = [];
  const watches: PageWatch[] = [];
  const addresses: string[] = [];
  const store = createStore(INITIAL_STATE);
  const answers = [...generate];
  let ids = 0;

  const channel: Channel = {
    generate(request) {
      requests.push(request);
      const answer = answers.shift() ?? (() => Promise.resolve(sampleJob()));
      return answer();
    },
    search: () => Promise.resolve([]),
    cancel: cancel ?? (() => Promise.resolve()),
    watch(jobId, after, watcher) {
      const watch: PageWatch = { jobId, after, watcher, isStopped: false };
      watches.push(watch);
      return () => watch.isStopped = true;
    },
  };
  const controller = new Controller({
    channel,
    api: createApi(retry),
    store,
    newId: () => `key-${++ids}`,
    random: () => 0,
    showInAddress: (jobId) => addresses.push(jobId),
  }, new AbortController().signal);
  return { store, controller, requests, watches, addresses };
}

function createApi(retry: Answer | undefined): RestApi {
  return {
    generate: () => Promise.resolve(sampleJob()),
    status: () => Promise.resolve(sampleJob()),
    cancel: () => Promise.resolve(sampleJob()),
    retry: retry ?? (() => Promise.resolve(sampleJob())),
    jobs: (cursor) =>
      Promise.resolve({
        jobs: [sampleJob({ jobId: cursor ?? "newest" })],
        nextCursor: cursor ? null : "older",
      }),
    songs: (_q, limit) => Promise.resolve(SUMMARIES.slice(0, limit)),
    song: (songId) => Promise.resolve({ songId, title: songId, license: "Public Domain" } as Song),
    isAlive: () => Promise.resolve(true),
  };
}

const SUMMARIES = ["A", "B", "C", "D"].map((title) => ({
  songId: `song-${title}`,
  title,
  artist: "Anonymous",
  durationSeconds: 60,
  tempoBpm: 100,
  key: "C major",
  score: 1,
}));
