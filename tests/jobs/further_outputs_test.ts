// Files beside the MIDI and the MP3: made one by one, told of at once, and never at the cost of the
// blend itself.

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { jobSchema, STAGES } from "../../src/jobs/job.ts";
import type { Options } from "../../src/jobs/options.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { ScriptedMl, unreachable } from "../support/scripted_ml.ts";

const ALL: Partial<Options> = { outputs: ["wav", "stems"], sections: ["A"] };
const REPORT = { sections: [{ letter: "A", startBar: 0, bars: 4 }] };

async function blend(harness: JobHarness, options: Partial<Options> = ALL) {
  const jobId = await harness.submit(options);
  await using _pool = harness.startPool();
  return jobSchema.parse(await jobWhere(harness.store, jobId, isEnded));
}

const namesOf = ({ outputs }: { outputs: { kind: string; name: string | null }[] }) =>
  outputs.map(({ kind, name }) => name === null ? kind : `${kind} ${name}`);

const EVERYTHING = ["midi", "mp3", "wav", "stem Melody", "stem Bass", "loop A"];

function refuse(): never {
  throw new AppError("ml_rejected", "The ML service does not do this: status 404");
}

Deno.test("every file asked for is stored, named and told of before the job completes", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ report: REPORT }));
  const job = await blend(harness);
  assert.equal(job.status, "completed");
  assert.deepEqual(namesOf(job), EVERYTHING);
  assert.deepEqual(job.warnings, []);
  assert.equal(job.outputFileId, job.outputs[1]?.fileId);
  const told = harness.seen.flatMap(({ frame }) => frame.type === "output" ? [frame.output] : []);
  assert.deepEqual(told, job.outputs);
  const files = await Promise.all(job.outputs.map(({ fileId }) => harness.store.findFile(fileId)));
  assert.deepEqual(files.map((file) => file?.fileName), [
    "El Grillo + Come Again + An Sylvia.mid",
    "El Grillo + Come Again + An Sylvia.mp3",
    "El Grillo + Come Again + An Sylvia.wav",
    "El Grillo + Come Again + An Sylvia - Melody.mp3",
    "El Grillo + Come Again + An Sylvia - Bass.mp3",
    "El Grillo + Come Again + An Sylvia - A loop.wav",
  ]);
  assert.deepEqual(files.map((file) => file && harness.objects.objects.has(file.objectKey)), [
    ...EVERYTHING.map(() => true),
  ]);
});

Deno.test("further files come within converting, and no stage comes twice", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ report: REPORT }));
  await blend(harness);
  const story = harness.seen.flatMap(({ frame }) =>
    frame.type === "stage" ? [frame.stage] : frame.type === "output" ? [frame.output.kind] : []
  );
  const stages = story.filter((word) => (STAGES as readonly string[]).includes(word));
  assert.deepEqual(stages, ["fetching", "generating", "converting", "storing"]);
  assert.deepEqual(story.slice(story.indexOf("converting"), story.indexOf("storing")), [
    "converting",
    "mp3",
    "wav",
    "stem",
    "stem",
    "loop",
  ]);
  const progress = harness.seen.flatMap(({ frame }) =>
    frame.type === "progress" ? [frame.progress] : []
  );
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
});

Deno.test("one file is stored and told of before the next is asked for", async () => {
  const toldBefore: number[] = [];
  const ml = new ScriptedMl({
    report: REPORT,
    render: [() => {
      const told = harness.seen.filter(({ frame }) => frame.type === "output");
      toldBefore.push(told.length);
    }],
  });
  await using harness = await openJobHarness(ml);
  await blend(harness);
  assert.deepEqual(toldBefore, [2, 3, 4, 5]);
});

Deno.test("a service that cannot render leaves the blend as it is, with warnings", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ report: REPORT, render: [refuse] }));
  const job = await blend(harness);
  assert.equal(job.status, "completed");
  assert.deepEqual(namesOf(job), ["midi", "mp3"]);
  assert.deepEqual(job.warnings.map(({ code }) => code), Array(4).fill("output_unavailable"));
  assert.deepEqual(job.warnings.map(({ message }) => message.split(" could")[0]), [
    "The WAV",
    'The stem "Melody"',
    'The stem "Bass"',
    "The loop of section A",
  ]);
});

Deno.test("what one file cannot have the others still get", async () => {
  const ml = new ScriptedMl({ report: REPORT, render: [() => {}, refuse, () => {}] });
  await using harness = await openJobHarness(ml);
  const job = await blend(harness);
  assert.deepEqual(namesOf(job), ["midi", "mp3", "wav", "stem Bass", "loop A"]);
  assert.equal(job.warnings.length, 1);
});

Deno.test("a service that is down is not asked for each of the rest", async () => {
  const ml = new ScriptedMl({ report: REPORT, render: [() => {}, unreachable] });
  await using harness = await openJobHarness(ml);
  const job = await blend(harness);
  assert.deepEqual(namesOf(job), ["midi", "mp3", "wav"]);
  assert.equal(ml.renders.length, 2);
  assert.equal(job.warnings.length, 3);
});

Deno.test("a service that failed at the MP3 is asked for nothing more", async () => {
  const ml = new ScriptedMl({ report: REPORT, convert: [unreachable] });
  await using harness = await openJobHarness(ml);
  const job = await blend(harness, { outputs: ["wav"] });
  assert.equal(job.status, "completed");
  assert.equal(job.outputFileId, job.outputs[0]?.fileId);
  assert.deepEqual(namesOf(job), ["midi"]);
  assert.deepEqual(job.warnings.map(({ code }) => code), [
    "mp3_unavailable",
    "output_unavailable",
  ]);
  assert.equal(ml.renders.length, 0);
});

Deno.test("a composer that tells no sections gets its loops a warning and the rest", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ report: undefined }));
  const job = await blend(harness, { outputs: ["wav"], sections: ["A"] });
  assert.deepEqual(namesOf(job), ["midi", "mp3", "wav"]);
  assert.match(job.warnings[0]!.message, /did not tell of its sections/);
});

Deno.test("a new attempt makes only what the one before had not stored", async () => {
  let isBroken = true;
  const ml = new ScriptedMl({ report: REPORT });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit(ALL);
  const objects = Object.assign(Object.create(harness.objects), {
    put: (key: string, bytes: Uint8Array) => {
      const isSecondRender = ml.renders.length === 2;
      if (isBroken && isSecondRender) throw new AppError("storage_unavailable", "The disk is full");
      return harness.objects.put(key, bytes);
    },
  });
  await using _pool = harness.startPool({}, { objects });
  const kept = await jobWhere(
    harness.store,
    jobId,
    ({ status, attempt }) => attempt === 1 && status === "pending",
  );
  assert.deepEqual(namesOf(kept), ["midi", "mp3", "wav"]);
  isBroken = false;
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.deepEqual(namesOf(job), EVERYTHING);
  assert.deepEqual(job.outputs.slice(0, 3), kept.outputs);
  assert.deepEqual([ml.generateCalls, ml.convertCalls, ml.renders.length], [1, 1, 5]);
});

Deno.test("what was made of a piece that is lost is made again with it", async () => {
  const ml = new ScriptedMl({ report: REPORT, render: [() => {}, unreachable] });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit({ outputs: ["wav"] });
  const claimed = await harness.store.claim({ workerId: "gone", leaseSeconds: 45 });
  const lost = { kind: "midi" as const, name: null };
  const file = { mediaType: "audio/midi", sizeBytes: 1, sha256: "0".repeat(64), fileName: "a" };
  for (const output of [lost, { kind: "stem" as const, name: "Old" }]) {
    const fileId = crypto.randomUUID();
    const objectKey = `files/${fileId}`;
    await harness.store.publishOutput(claimed!.fence, {
      file: { ...output, ...file, fileId, objectKey },
    });
    if (output !== lost) await harness.objects.put(objectKey, new Uint8Array([1]));
  }
  await harness.store.reap({ everyRunning: true });
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.deepEqual(namesOf(job), ["midi", "mp3", "wav"]);
});
