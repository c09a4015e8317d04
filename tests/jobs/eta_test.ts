import assert from "node:assert/strict";
import { createEtaEstimator } from "../../src/jobs/eta.ts";
import { estimateEta, type EtaBasis } from "../../src/jobs/estimate_eta.ts";
import type { Job, Timings } from "../../src/jobs/job.ts";
import type { RecentRun } from "../../src/jobs/job_store.ts";
import { measureSpeeds } from "../../src/jobs/run_speeds.ts";
import { sampleJob, sampleOutput } from "../support/sample_job.ts";

/** 1 s to fetch, 2 s to generate, 6 s to convert, 1 s to store, for 120 s of music. */
const TIMINGS: Timings = {
  queuedMs: 99_999,
  fetchMs: 1_000,
  generateMs: 2_000,
  convertMs: 6_000,
  storeMs: 1_000,
};

/** Nothing is made beside the MIDI and the MP3. */
const WORK = { outputs: [], sections: [] };

function run(timings: Partial<Timings> = {}, lengthSeconds = 120): RecentRun {
  return { timings: { ...TIMINGS, ...timings }, options: { ...WORK, lengthSeconds } };
}

const STEADY = [run(), run(), run()];
/** The middle run took 10 s, the fastest of ten 8 s, the slowest 18 s. */
const UNSTEADY = [4_000, 6_000, 14_000].map((convertMs) => run({ convertMs }));

function basis(changes: Partial<EtaBasis> & { readonly runs?: readonly RecentRun[] } = {}) {
  const { runs = STEADY, running = 0, workers = 1 } = changes;
  return { speeds: measureSpeeds(runs), running, workers };
}

function secondsOf(job: Partial<Job>, changes: Parameters<typeof basis>[0] = {}) {
  const eta = estimateEta(sampleJob(job), basis(changes));
  return eta && [eta.lowSeconds, eta.highSeconds];
}

Deno.test("no estimate is invented from fewer than three runs", () => {
  assert.equal(secondsOf({}, { runs: [run(), run()] }), null);
  assert.equal(secondsOf({ status: "running", stage: "converting" }, { runs: [] }), null);
});

Deno.test("a job that is over has no estimate", () => {
  assert.equal(secondsOf({ status: "completed", stage: "done" }), null);
  assert.equal(secondsOf({ status: "failed", stage: "converting" }), null);
  assert.equal(secondsOf({ status: "cancelled", stage: "queued" }), null);
});

Deno.test("a first job on idle workers takes one run", () => {
  assert.deepEqual(secondsOf({ queuePosition: 1 }), [10, 10]);
});

Deno.test("the range goes from the fast to the slow runs", () => {
  assert.deepEqual(secondsOf({ queuePosition: 1 }, { runs: UNSTEADY }), [8, 18]);
});

Deno.test("composing and rendering take twice as long for a piece twice as long", () => {
  const options = { ...sampleJob().options, lengthSeconds: 240 };
  assert.deepEqual(secondsOf({ options }), [18, 18]);
});

Deno.test("what runs and what is ahead has to end before a job that waits", () => {
  assert.deepEqual(secondsOf({ queuePosition: 1 }, { running: 1 }), [10, 20]);
  assert.deepEqual(secondsOf({ queuePosition: 3 }, { running: 1 }), [30, 40]);
});

Deno.test("a free worker lets a job start at once", () => {
  assert.deepEqual(secondsOf({ queuePosition: 1 }, { running: 1, workers: 2 }), [10, 10]);
  assert.deepEqual(secondsOf({ queuePosition: 2 }, { running: 1, workers: 2 }), [10, 20]);
});

Deno.test("jobs that run on other processes count as workers", () => {
  assert.deepEqual(secondsOf({ queuePosition: 8 }, { running: 4, workers: 1 }), [20, 30]);
});

Deno.test("a process without workers estimates for those of others", () => {
  assert.deepEqual(secondsOf({ queuePosition: 1 }, { running: 0, workers: 0 }), [10, 10]);
});

Deno.test("a running job has what is left of its stage, and the later stages", () => {
  const running = { status: "running", progressBasis: "reported" } as const;
  assert.deepEqual(secondsOf({ ...running, stage: "fetching", progress: 0 }), [10, 10]);
  assert.deepEqual(secondsOf({ ...running, stage: "generating", progress: 19 }), [8, 8]);
  assert.deepEqual(secondsOf({ ...running, stage: "converting", progress: 66 }), [4, 4]);
  assert.deepEqual(secondsOf({ ...running, stage: "storing", progress: 98 }), [0, 1]);
});

Deno.test("a stage whose progress is only estimated has run as long as that took", () => {
  const running = { status: "running", progressBasis: "estimated", stage: "converting" } as const;
  // 63 % of the stage is the usual 6 s: nothing is left of the middle, 8 s of the slowest.
  const atUsual = Math.round(35 + 62 * (1 - Math.exp(-1)));
  const [low, high] = secondsOf({ ...running, progress: atUsual }, { runs: UNSTEADY })!;
  assert.deepEqual([low, high], [1, 10]);
});

Deno.test("a stage that takes longer than ever is about to end, and never negative", () => {
  const running = { status: "running", progressBasis: "estimated", stage: "storing" } as const;
  assert.deepEqual(secondsOf({ ...running, progress: 99 }), [0, 1]);
  assert.deepEqual(secondsOf({ ...running, progress: 100 }), [0, 1]);
});

Deno.test("a stage that took no time at all is about to end", () => {
  const runs = STEADY.map(({ timings }) => run({ ...timings, storeMs: 0 }));
  const running = { status: "running", progressBasis: "estimated", stage: "storing" } as const;
  assert.deepEqual(secondsOf({ ...running, progress: 100 }, { runs }), [0, 1]);
  assert.deepEqual(secondsOf({ ...running, progress: 97 }, { runs }), [0, 1]);
});

Deno.test("progress of an earlier stage counts for nothing in the next", () => {
  const running = { status: "running", stage: "converting", progressBasis: "reported" } as const;
  assert.deepEqual(secondsOf({ ...running, progress: 20 }), [7, 7]);
});

Deno.test("a job whose MIDI an earlier attempt composed only has to be rendered", () => {
  assert.deepEqual(secondsOf({ outputs: [sampleOutput("midi")] }), [7, 7]);
});

Deno.test("a run that skipped a stage says nothing about it", () => {
  const { fetchMs: _, generateMs: __, ...rest } = TIMINGS;
  const skipping: RecentRun[] = Array.from(
    { length: 9 },
    () => ({ timings: rest, options: { ...WORK, lengthSeconds: 120 } }),
  );
  assert.deepEqual(secondsOf({}, { runs: [...skipping, ...STEADY] }), [10, 10]);
  assert.equal(secondsOf({}, { runs: skipping }), null);
  const converting = {
    status: "running",
    stage: "converting",
    progress: 66,
    progressBasis: "reported",
  } as const;
  assert.deepEqual(secondsOf(converting, { runs: skipping }), [4, 4]);
});

Deno.test("the low end is never above the high one, wherever a job stands", () => {
  for (const runs of [STEADY, UNSTEADY, [run({ convertMs: 0 }), run(), run({ fetchMs: 90_000 })]]) {
    for (let running = 0; running < 5; running++) {
      for (let queuePosition = 1; queuePosition < 20; queuePosition++) {
        const [low, high] = secondsOf({ queuePosition }, { runs, running, workers: 3 })!;
        assert.ok(0 <= low! && low! <= high!, `${low} to ${high}`);
      }
    }
  }
});

function storeOf(runs: readonly RecentRun[], running: number) {
  const asked = { runs: 0, open: 0 };
  return {
    asked,
    recentRuns: () => {
      asked.runs++;
      return Promise.resolve(runs);
    },
    countOpen: () => {
      asked.open++;
      return Promise.resolve({ pending: 0, running });
    },
  };
}

Deno.test("the store is asked once in five seconds", async () => {
  let nowMs = 0;
  const store = storeOf(STEADY, 0);
  const eta = createEtaEstimator(store, { workers: 1, now: () => nowMs });
  await eta.estimate(sampleJob());
  nowMs = 5_000;
  await eta.estimate(sampleJob());
  assert.deepEqual(store.asked, { runs: 1, open: 1 });
  nowMs = 5_001;
  await eta.estimate(sampleJob());
  assert.deepEqual(store.asked, { runs: 2, open: 2 });
});

Deno.test("an estimate counts what runs in the whole cluster", async () => {
  const eta = createEtaEstimator(storeOf(STEADY, 4), { workers: 1, now: () => 0 });
  const estimated = await eta.estimate(sampleJob({ queuePosition: 8 }));
  assert.deepEqual(estimated, { lowSeconds: 20, highSeconds: 30, basis: "history" });
});

Deno.test("a stage is expected to take what it did in the middle, by the piece's length", async () => {
  const eta = createEtaEstimator(storeOf(UNSTEADY, 0), { workers: 1, now: () => 0 });
  assert.equal(await eta.expectedMs("convertMs", { ...WORK, lengthSeconds: 60 }), 3_000);
});

Deno.test("a store that cannot answer means no estimate, not an error", async () => {
  const store = { ...storeOf(STEADY, 0), recentRuns: () => Promise.reject(new Error("down")) };
  const eta = createEtaEstimator(store, { workers: 1, now: () => 0 });
  assert.equal(await eta.estimate(sampleJob()), null);
  assert.equal(await eta.expectedMs("convertMs", { ...WORK, lengthSeconds: 60 }), undefined);
});

Deno.test("further outputs take their time, by what they have to be heard", () => {
  const wantsMore = { ...sampleJob().options, outputs: ["wav" as const, "stems" as const] };
  const plain = estimateEta(sampleJob(), basis())!;
  const more = estimateEta(sampleJob({ options: wantsMore }), basis())!;
  // A WAV and six stems: 7 × 6 s beside what the MP3 takes.
  assert.equal(more.highSeconds - plain.highSeconds, 42);
  assert.equal(more.lowSeconds - plain.lowSeconds, 42);
});

Deno.test("a run with further outputs says the same of one without", () => {
  const options = { ...WORK, lengthSeconds: 120, sections: ["A" as const, "B" as const] };
  // Two loops of some 16 s.
  const { timings } = run({ convertMs: 6_000 * (120 + 32) / 120 });
  const runs = [1, 2, 3].map(() => ({ timings, options }));
  assert.deepEqual(estimateEta(sampleJob(), basis({ runs })), estimateEta(sampleJob(), basis()));
});
