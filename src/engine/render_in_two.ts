import type { EngineTask, EngineTasks, TaskReport } from "./engine_message.ts";

type RenderTask = { readonly type: "render" } & EngineTasks["render"];
type Run = (task: EngineTask, signal: AbortSignal) => AsyncGenerator<TaskReport, void, void>;

/**
 * Renders with two workers: one plays, the other measures the loudness, then levels and encodes what
 * is played. Both read the same file, so it is the same sound as from one; both end when one fails.
 */
export async function* renderInTwo(
  task: RenderTask,
  run: Run,
  signal: AbortSignal,
): AsyncGenerator<TaskReport, void, void> {
  const { port1, port2 } = new MessageChannel();
  const failing = new AbortController();
  const both = AbortSignal.any([signal, failing.signal]);
  const { options } = task;
  const midi = task.midi.slice();
  const playing = Array.fromAsync(run({ type: "play", midi, options, sound: port1 }, both))
    .catch((error) => failing.abort(error));
  let isDone = false;
  try {
    yield* run({ ...task, sound: port2 }, both);
    isDone = true;
  } finally {
    if (!isDone) failing.abort();
    await playing;
  }
}
