import { AppError } from "../errors.ts";
import { MAX_RENDER_BYTES, type RenderRequest } from "../ml/schema.ts";
import type { Piece } from "../music/midi/piece.ts";
import { planTake, type Take } from "../music/render/take.ts";
import { WAV_FRAME_BYTES, WAV_HEADER_BYTES } from "../music/render/wav_encoder.ts";
import { readMidiFile } from "./read_midi_file.ts";

export type Performance = {
  /** The whole, which says how loud a take of it is. */
  readonly piece: Piece;
  /** What is heard of it. */
  readonly take: Take;
};

/**
 * Reads a MIDI file and plans what is to be heard of it.
 * @throws {AppError} `invalid_midi`, `midi_too_large`; `invalid_request` when it has no such track or
 * bars, or they are too short to loop, or it would be too long a WAV.
 */
export function openPerformance(
  midi: Uint8Array,
  options: RenderRequest["options"],
): Performance {
  const piece = readMidiFile(midi, "The MIDI file");
  const take = takeOf(piece, options);
  if (options.format === "wav") checkLength(take);
  return { piece, take };
}

function takeOf(piece: Piece, { sample_rate, track, loop }: RenderRequest["options"]): Take {
  try {
    return planTake(piece, {
      sampleRate: sample_rate,
      track,
      loop: loop && { startBar: loop.start_bar, bars: loop.bars },
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError("invalid_request", cause.message, { cause });
  }
}

function checkLength({ totalSamples, skippedSamples }: Take): void {
  const bytes = WAV_HEADER_BYTES + (totalSamples - skippedSamples) * WAV_FRAME_BYTES;
  if (bytes <= MAX_RENDER_BYTES) return;
  throw new AppError("invalid_request", `The WAV would be over ${MAX_RENDER_BYTES} bytes`);
}
