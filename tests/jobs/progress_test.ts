import assert from "node:assert/strict";
import type { Progress } from "../../src/jobs/job_store.ts";
import {
  createProgressMeter,
  estimatedElapsedMs,
  estimatedShare,
  stageShare,
} from "../../src/jobs/progress.ts";

type Meter = ReturnType<typeof createProgressMeter>;

/** What a meter published while `steps` reported and let intervals pass. */
function measured(steps: (meter: Meter, pass: (intervals: number) => void) => void) {
  const seen: (Progress & { message: string | undefined })[] = [];
  let nowMs = 0;
  let tick = () => {};
  const every = (callback: () => void, ms: number) => {
    tick = () => {
      nowMs += ms;
      callback();
    };
    return () => tick = () => {};
  };
  const publish = (progress: Progress, message?: string) => {
    seen.push({ ...progress, message });
  };
  const meter = createProgressMeter(publish, { now: () => nowMs, every });
  const pass = (intervals: number) => {
    for (let index = 0; index < intervals; index++) tick();
  };
  steps(meter, pass);
  return seen;
}

Deno.test("progress is whole per cent that never fall", () => {
  const seen = measured((meter, pass) => {
    meter.begin("generating", 1_000);
    for (const share of [0.1, 0.9, 0.4, 1]) {
      meter.report(share, "reported");
      pass(1);
    }
  }).map(({ progress }) => progress);
  assert.ok(seen.every(Number.isInteger));
  assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
});

Deno.test("many reports in a row make one frame with the latest", () => {
  const seen = measured((meter, pass) => {
    meter.begin("generating", 1_000);
    for (let step = 0; step <= 100; step++) meter.report(step / 100, "reported", `bar ${step}`);
    pass(1);
  });
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.message, "bar 100");
});

Deno.test("a stage without reports is estimated and says so", () => {
  const seen = measured((meter, pass) => {
    meter.begin("converting", 2_000);
    pass(16);
  });
  assert.ok(seen.every(({ progressBasis }) => progressBasis === "estimated"));
  assert.ok(seen.at(-1)!.progress > seen[0]!.progress);
  assert.ok(seen.at(-1)!.progress < 97);
});

Deno.test("an estimate nears the end of its stage and never passes it", () => {
  assert.equal(estimatedShare(0, 1_000), 0);
  assert.ok(estimatedShare(1_000, 1_000) > 0.6);
  assert.ok(estimatedShare(60_000, 1_000) <= 1);
});

Deno.test("a slow publisher is left in peace, and then gets the latest", async () => {
  const seen: number[] = [];
  const slow = Promise.withResolvers<void>();
  let tick = () => {};
  const every = (callback: () => void) => {
    tick = callback;
    return () => {};
  };
  using meter = createProgressMeter(({ progress }) => {
    seen.push(progress);
    return slow.promise;
  }, { now: () => 0, every });
  meter.begin("fetching", 1_000);
  for (const share of [0.4, 0.7, 1]) {
    meter.report(share, "reported");
    tick();
  }
  assert.deepEqual(seen, [1]);
  slow.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  tick();
  assert.deepEqual(seen, [1, 3]);
});

Deno.test("nothing is sent after disposal", () => {
  const seen = measured((meter, pass) => {
    meter.report(0.5, "reported");
    meter[Symbol.dispose]();
    pass(4);
  });
  assert.deepEqual(seen, []);
});

Deno.test("an estimated share tells how long its stage has run", () => {
  assert.equal(Math.round(estimatedElapsedMs(estimatedShare(700, 1_000), 1_000)), 700);
  assert.equal(estimatedElapsedMs(0, 1_000), 0);
});

Deno.test("a percentage tells the share of its stage, within 0 and 1", () => {
  assert.equal(stageShare("converting", 66), 0.5);
  assert.equal(stageShare("converting", 20), 0);
  assert.equal(stageShare("converting", 98), 1);
  assert.equal(stageShare("queued", 0), 0);
});
