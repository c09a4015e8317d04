import assert from "node:assert/strict";
import fc from "fast-check";
import type { Channel, Watcher } from "../../src/client/channel.ts";
import { isStored } from "../../src/client/frame_cursor.ts";
import { MAX_BUFFERED_FRAMES } from "../../src/client/frame_buffer.ts";
import { JobWatch } from "../../src/client/job_watch.ts";
import { SwitchingChannel } from "../../src/client/switching_channel.ts";
import type { Frame } from "../../src/client/wire.ts";
import { SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";
import { settle } from "../support/settle.ts";

const NEVER = new AbortController().signal;
const unused = () => Promise.reject(new Error("not asked for"));

/** A job of many frames, with a failure in the middle from which it was retried. */
function createLog(): Frame[] {
  const last = 3 * MAX_BUFFERED_FRAMES;
  return Array.from({ length: last }, (_, i) => {
    const seq = i + 1;
    if (seq === last) return sampleFrame("completed", seq, { job: finished("completed", seq) });
    if (seq === last / 2) return sampleFrame("failed", seq, { job: finished("failed", seq) });
    if (seq === last / 2 + 1) return sampleFrame("started", seq, { attempt: 2 });
    return sampleFrame("stage", seq, { stage: "generating" });
  });
}

function finished(status: "completed" | "failed", seq: number) {
  return sampleJob({ status, seq });
}

/** A way to the log, on which frames come when the model says so. */
class LogChannel implements Channel {
  generate = unused;
  search = unused;
  cancel = unused;
  readonly #log: readonly Frame[];
  #watch: { at: number; readonly watcher: Watcher } | undefined;

  constructor(log: readonly Frame[]) {
    this.#log = log;
  }

  watch(_jobId: string, after: number, watcher: Watcher): () => void {
    const watch = { at: after, watcher };
    this.#watch = watch;
    // As a server does: the job as it is now, somewhere in its retry.
    queueMicrotask(() => watcher.onJob(sampleJob({ seq: this.#log.length / 2 + 1 })));
    return () => this.#watch = this.#watch === watch ? undefined : this.#watch;
  }

  /** Some frames come, with what is not stored in between, and `again` of them once more. */
  deliver(count: number, again: number): void {
    const { at = 0 } = this.#watch ?? {};
    for (const frame of this.#log.slice(Math.max(0, at - again), at + count)) {
      if (!this.#watch) return;
      this.#watch.at = Math.max(this.#watch.at, frame.seq);
      this.#watch.watcher.onFrame(frame);
      this.#watch?.watcher.onFrame(unstoredAt(frame.seq));
    }
  }
}

function unstoredAt(seq: number): Frame {
  const payload = { progress: 5, progressBasis: "reported", eta: null } as const;
  return sampleFrame("progress", seq, { ...payload, stage: "generating" });
}

const step = fc.oneof(
  fc.record({ kind: fc.constant("deliver"), count: fc.nat(200), again: fc.nat(20) }),
  fc.record({ kind: fc.constant("take"), count: fc.nat(100), again: fc.constant(0) }),
  fc.record({ kind: fc.constant("switch"), count: fc.nat(1), again: fc.constant(0) }),
);

Deno.test("watch gives every stored frame once and in order over any breaks and switches", async () => {
  const log = createLog();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const ways = [new LogChannel(log), new LogChannel(log)];
      const channel = new SwitchingChannel(ways[0]!);
      const watch = new JobWatch(channel, SAMPLE_JOB_ID, { signal: NEVER });
      const taken: Frame[] = [];
      let wanted = 0;
      let isOver = false;
      const take = async () => {
        while (taken.length < wanted && !isOver) {
          const { done, value } = await watch.next();
          if (done) isOver = true;
          else taken.push(value);
        }
      };
      let taking = take();
      const want = (count: number) => {
        wanted = taken.length + count;
        taking = taking.then(take);
      };
      let way = 0;
      for (const { kind, count, again } of steps) {
        if (kind === "deliver") ways[way]!.deliver(count, again);
        else if (kind === "take") want(count);
        else channel.use(ways[way = count]!);
        await settle();
      }
      want(Infinity);
      for (let turn = 0; turn < 20 && !isOver; turn++) {
        await settle();
        ways[way]!.deliver(log.length, 0);
        await settle();
      }
      await settle();
      assert.ok(isOver);
      assert.deepEqual(taken.filter(isStored), log);
    }),
    { numRuns: 60 },
  );
});
