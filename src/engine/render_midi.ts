import { type FileTools, renderFile } from "../music/render/render_file.ts";
import type { EngineReport, EngineTasks } from "./engine_message.ts";
import { openPerformance } from "./open_performance.ts";

export type RenderTools = FileTools & {
  /** Awaited again and again. */
  readonly pause: () => Promise<void>;
};

/** So that a message is worth its trouble: 2.7 seconds at 192 kbit/s. */
const MIN_PART_BYTES = 64 * 1024;

/** Renders a MIDI file, giving the MP3 or WAV part by part. @throws {AppError} as opening it does. */
export async function* renderMidi(
  { midi, options }: EngineTasks["render"],
  { pause, ...tools }: RenderTools,
): AsyncGenerator<EngineReport, void, void> {
  const performance = openPerformance(midi, options);
  const fileOptions = { ...options, sampleRate: options.sample_rate };
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of renderFile(performance, fileOptions, tools)) {
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
