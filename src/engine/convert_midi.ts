import { type RenderFiles, renderMp3 } from "../music/render/render_mp3.ts";
import type { EngineReport, EngineTasks } from "./engine_message.ts";
import { readMidiFile } from "./read_midi_file.ts";

/** So that a message is worth its trouble: 2.7 seconds at 192 kbit/s. */
const MIN_PART_BYTES = 64 * 1024;

/** Renders a MIDI file, giving the MP3 part by part. `pause` is awaited again and again. */
export async function* convertMidi(
  { midi, options }: EngineTasks["convert"],
  { files, pause }: { readonly files: RenderFiles; readonly pause: () => Promise<void> },
): AsyncGenerator<EngineReport, void, void> {
  const piece = readMidiFile(midi, "The MIDI file");
  const mp3Options = { quality: options.quality, sampleRate: options.sample_rate };
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of renderMp3(piece, mp3Options, files)) {
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
