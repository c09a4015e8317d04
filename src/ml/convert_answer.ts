import { AppError } from "../errors.ts";
import { decodeBase64, parseJson } from "./answer_json.ts";
import { checkMp3 } from "./check_mp3.ts";
import type { MlAnswer } from "./exchange.ts";
import { convertAnswerSchema } from "./schema.ts";

/** The checked MP3 of an answer to `/convert-to-mp3`, in either of its forms. */
export async function readConvertAnswer(answer: MlAnswer): Promise<Uint8Array> {
  const mp3 = await readMp3(answer);
  try {
    checkMp3(mp3);
  } catch (cause) {
    throw new AppError("ml_invalid_answer", "The ML service sent an MP3 that cannot be read", {
      cause,
    });
  }
  return mp3;
}

async function readMp3(answer: MlAnswer): Promise<Uint8Array> {
  switch (answer.mediaType) {
    case "audio/mpeg":
      return await answer.bytes();
    case "application/json":
      return decodeBase64(parseJson(await answer.bytes(), convertAnswerSchema).mp3_data);
    default:
      throw new AppError(
        "ml_invalid_answer",
        "The ML service sent an answer that is no JSON or MP3",
      );
  }
}
