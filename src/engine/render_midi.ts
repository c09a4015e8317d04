import { measureGain } from "../music/render/measure_gain.ts";
import { type FileTools, renderFile } from "../music/render/render_file.ts";
import type { EngineReport, EngineTasks } from "./engine_message.ts";
import type { TakeGain } from "./gain_keeper.ts";
import { openPerformance } from "./open_performance.ts";

export type RenderTools = FileTools & {
  readonly takeGain: TakeGain;
  /** Awaited again and again. */
  readonly pause: () => Promise<void>;
};

/** So that a message is worth its trouble: 2.7 seconds at 192 kbit/s. */
const MIN_PART_BYTES = 64 * 1024;

/** Renders a MIDI file, giving the MP3 or WAV part by part. @throws {AppError} as opening it does. */
export async function* renderMidi(
  { midi, options }: EngineTasks["render"],
  { takeGain, pause, ...tools }: RenderTools,
): AsyncGenerator<EngineReport, void, void> {
  const { piece, take } = openPerformance(midi, options);
  // A track alone, and bars that loop, are as loud as in the whole.
  const gain = await takeGain(midi, () => measureGain(piece, tools.bank));
  const fileOptions = { ...options, sampleRate: options.sample_rate, gain };
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of renderFile(take, fileOptions, tools)) {
    await pause();
    parts.push(part);
    sizeBytes += part.length;
    if (sizeBytes < MIN_PART_BYTES) continue;
    yield { type: "audio", bytes: join(parts, sizeBytes) };
    parts = [];
    sizeBytes = 0;
  }
  yield { type: "audio", bytes: join(parts, sizeBytes) };
}

function join(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
