// The program of an analyst's thread: MIDI files in, one at a time, and what they tell out.

import { AppError } from "../errors.ts";
import { analyseMidi } from "./analyse_midi.ts";
import type { AnalystAnswer } from "./midi_analyst.ts";

self.onmessage = ({ data: bytes }: MessageEvent<Uint8Array>) => {
  self.postMessage(answer(bytes));
};

/** Nothing is thrown on: across threads an error loses its class and code. */
function answer(bytes: Uint8Array): AnalystAnswer {
  try {
    return { type: "analysed", facts: analyseMidi(bytes) };
  } catch (error) {
    return error instanceof AppError
      ? { type: "failed", code: error.code, message: error.message }
      : {
        type: "broken",
        cause: error instanceof Error ? error.stack ?? error.message : String(error),
      };
  }
}
