import assert from "node:assert/strict";
import {
  FrameBatch,
  inBatches,
  joinTexts,
  MAX_BATCH_BYTES,
} from "../../src/channel/frame_batch.ts";
import { ShownFrame } from "../../src/channel/shown_frame.ts";
import type { Frame } from "../../src/jobs/frame.ts";
import { SAMPLE_JOB_ID } from "../support/sample_job.ts";

const AT = "2026-11-22T12:00:00.000Z";

function shown(seq: number, prevSeq = seq - 1): ShownFrame {
  const frame: Frame = { type: "stage", jobId: SAMPLE_JOB_ID, seq, at: AT, stage: "generating" };
  return new ShownFrame({ frame, prevSeq });
}

function seqsOf({ text }: { readonly text: string }): number[] {
  return [JSON.parse(text) as Frame | Frame[]].flat().map(({ seq }) => seq);
}

Deno.test("frames taken together are an array, with the ends of all of them", () => {
  const batch = new FrameBatch();
  for (const seq of [5, 6, 7]) batch.add(shown(seq));
  const taken = batch.take()!;
  assert.deepEqual(seqsOf(taken), [5, 6, 7]);
  assert.deepEqual([taken.prevSeq, taken.frame.seq], [4, 7]);
  assert.deepEqual([batch.size, batch.take()], [0, undefined]);
});

Deno.test("a frame alone stays as it is", () => {
  const batch = new FrameBatch();
  const frame = shown(5);
  batch.add(frame);
  assert.equal(batch.take(), frame);
});

Deno.test("a batch is followed by the next stored frame alone", () => {
  const batch = new FrameBatch();
  batch.add(shown(5));
  assert.ok(batch.isFollowedBy(shown(6)));
  assert.ok(batch.isFollowedBy(shown(1_000_000, 5)));
  assert.ok(!batch.isFollowedBy(shown(7)));
  assert.ok(!batch.isFollowedBy(shown(5)));
});

Deno.test("a log goes in batches of 16 KiB and a bit, none of them empty", () => {
  const frames = Array.from({ length: 300 }, (_, i) => shown(1_000_000 + i));
  const frameBytes = frames[0]!.text.length;
  const batches = inBatches(frames);
  assert.deepEqual(batches.flatMap(seqsOf), frames.map(({ frame }) => frame.seq));
  const most = Math.ceil(MAX_BATCH_BYTES / frameBytes);
  assert.deepEqual(batches.map((batch) => seqsOf(batch).length), [most, most, 300 - 2 * most]);
  assert.deepEqual(inBatches([]), []);
});

Deno.test("arrays are joined to one, not to one of arrays", () => {
  assert.equal(
    joinTexts(['{"a":1}', '[{"b":2},{"c":3}]', '{"d":[4]}']),
    '[{"a":1},{"b":2},{"c":3},{"d":[4]}]',
  );
});
