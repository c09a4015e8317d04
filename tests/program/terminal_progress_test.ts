import assert from "node:assert/strict";
import { createTerminalProgress } from "../../src/program/terminal_progress.ts";
import { sampleFrame, sampleJob } from "../support/sample_job.ts";

const STAGE = sampleFrame("stage", 1, { stage: "generating" });
const BARS = sampleFrame("bars", 2, { startBar: 4, bars: 4, secondsPerBar: 2, notes: [] });
const PROGRESS = sampleFrame("progress", 2, {
  progress: 50,
  progressBasis: "reported",
  stage: "generating",
  eta: null,
});
const COMPLETED = sampleFrame("completed", 3, { job: sampleJob() });

function shown(isTerminal: boolean): string {
  let text = "";
  const progress = createTerminalProgress((part) => text += part, isTerminal);
  for (const frame of [STAGE, BARS, PROGRESS, COMPLETED]) progress.show(frame);
  return text;
}

Deno.test("progress in a terminal is one line that is drawn anew", () => {
  const [nothing, ...drawings] = shown(true).split("\r\x1b[K");
  assert.equal(nothing, "");
  assert.deepEqual(drawings, [
    "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  generating",
    "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  generating  8 bars",
    "████████████████░░░░░░░░░░░░░░░░  50 %  generating  8 bars",
    "████████████████████████████████ 100 %  done  8 bars\n\n",
  ]);
});

Deno.test("progress in a file is a line for each stage, with no control characters", () => {
  assert.equal(
    shown(false),
    "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  generating\n" +
      "████████████████████████████████ 100 %  done  8 bars\n",
  );
});

Deno.test("what is no step of a job draws nothing", () => {
  let text = "";
  const progress = createTerminalProgress((part) => text += part, true);
  progress.show(sampleFrame("started", 1, { attempt: 1 }));
  progress.show(sampleFrame("started", 1, { attempt: 1 }));
  assert.equal(text, "");
});
