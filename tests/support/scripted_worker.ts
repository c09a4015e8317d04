// A worker that does what the seed of its task says, instead of music.

/// <reference lib="deno.worker" />
import type { EngineTask } from "../../src/engine/engine_message.ts";
import { SCRIPT } from "./script.ts";

/** Long after the pool has heard of the end. */
const IDLE_MS = 100;

self.onmessage = ({ data: task }: MessageEvent<EngineTask>) => {
  const seed = task.type === "generate" ? task.options.seed : SCRIPT.work;
  // Without computing: Deno 2.9 does not end a worker in an endless loop, which would use up a core
  // for the rest of the tests.
  if (seed === SCRIPT.hang) return;
  if (seed === SCRIPT.crash) crash();
  if (seed === SCRIPT.fail) {
    return self.postMessage({ type: "failed", code: "invalid_midi", message: "No music" });
  }
  if (seed === SCRIPT.break) return self.postMessage({ type: "broken", cause: "A bug" });
  self.postMessage({ type: "progress", progress: 0.5, message: "Half" });
  if (seed === SCRIPT.stall) return;
  self.postMessage({ type: "end" });
  if (seed === SCRIPT.crashAfterwards) setTimeout(crash, IDLE_MS);
};

function crash(): never {
  throw new RangeError("The script says so");
}
