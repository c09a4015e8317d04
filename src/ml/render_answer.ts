import { AppError } from "../errors.ts";
import { checkMp3 } from "./check_mp3.ts";
import { checkWav } from "./check_wav.ts";
import type { MlAnswer } from "./exchange.ts";
import { MAX_RENDER_BYTES, type RenderRequest } from "./schema.ts";

type Format = RenderRequest["options"]["format"];

/** What bytes of a format are called; WAV never got one name. */
export const RENDER_TYPES: Readonly<Record<Format, readonly string[]>> = {
  wav: ["audio/wav", "audio/x-wav", "audio/vnd.wave", "audio/wave"],
  mp3: ["audio/mpeg"],
};

const CHECKS = { wav: checkWav, mp3: checkMp3 } as const;

/** The checked sound of an answer to `/render`. */
export async function readRenderAnswer(answer: MlAnswer, format: Format): Promise<Uint8Array> {
  const name = format.toUpperCase();
  if (!RENDER_TYPES[format].includes(answer.mediaType)) {
    throw new AppError("ml_invalid_answer", `The ML service sent an answer that is no ${name}`);
  }
  const sound = await answer.bytes(MAX_RENDER_BYTES);
  try {
    CHECKS[format](sound);
  } catch (cause) {
    throw new AppError("ml_invalid_answer", `The ML service sent a ${name} that cannot be read`, {
      cause,
    });
  }
  return sound;
}
