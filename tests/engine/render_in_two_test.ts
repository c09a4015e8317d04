import assert from "node:assert/strict";
import type { EngineTask, TaskReport } from "../../src/engine/engine_message.ts";
import { renderInTwo } from "../../src/engine/render_in_two.ts";
import { simpleMidi } from "../support/simple_piece.ts";

type Work = (signal: AbortSignal) => AsyncIterable<TaskReport>;

const audio: TaskReport = { type: "audio", bytes: new Uint8Array(1) };

/** Renders with one who plays and one who encodes; the ports between them are closed at the end. */
async function render(play: Work, encode: Work, signal = new AbortController().signal) {
  const ports: MessagePort[] = [];
  const run = async function* (task: EngineTask, signal: AbortSignal) {
    assert.ok(task.type === "play" || task.type === "render");
    ports.push(task.sound!);
    yield* task.type === "play" ? play(signal) : encode(signal);
  };
  const options = { format: "mp3", quality: "low", sample_rate: 22050 } as const;
  try {
    const task = { type: "render", midi: simpleMidi(), options } as const;
    return await Array.fromAsync(renderInTwo(task, run, signal));
  } finally {
    for (const port of ports) port.close();
  }
}

async function* untilAborted(signal: AbortSignal): AsyncGenerator<TaskReport> {
  yield audio;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason));
  await promise;
}

async function* nothing(): AsyncGenerator<TaskReport> {}

async function* oneReport(): AsyncGenerator<TaskReport> {
  yield audio;
}

// deno-lint-ignore require-yield
async function* failing(): AsyncGenerator<TaskReport> {
  throw new Error("It cannot go on");
}

Deno.test("what the encoder reports is what the render reports", async () => {
  assert.deepEqual(await render(nothing, oneReport), [audio]);
});

Deno.test("an encoder that waits for sound ends when the player fails, with its error", async () => {
  await assert.rejects(render(failing, untilAborted), { message: "It cannot go on" });
});

Deno.test("a player ends when the encoder fails", async () => {
  await assert.rejects(render(untilAborted, failing), { message: "It cannot go on" });
});

Deno.test("both end when the render is not wanted any more", async () => {
  const stopping = new AbortController();
  const reason = new Error("The user has cancelled");
  const stopped = assert.rejects(render(untilAborted, untilAborted, stopping.signal), reason);
  await Promise.resolve();
  stopping.abort(reason);
  await stopped;
});
