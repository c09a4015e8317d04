// Requests to the engine as an ML client makes them.

import type { GenerateRequest } from "../../src/ml/schema.ts";
import { simpleMidi } from "./simple_piece.ts";
import { SONGS_TO_BLEND } from "./songs_to_blend.ts";

const OPTIONS: GenerateRequest["options"] = {
  temperature: 0.8,
  creativity: 0.7,
  length_seconds: 15,
  seed: 7,
  weights: [1, 1, 1],
};

export function generateBody(options: Partial<GenerateRequest["options"]> = {}): GenerateRequest {
  const [first, second, third] = SONGS_TO_BLEND;
  return {
    midi_files: [first.toBase64(), second.toBase64(), third.toBase64()],
    options: { ...OPTIONS, ...options },
  };
}

export function convertBody() {
  return {
    midi_data: simpleMidi().toBase64(),
    options: { quality: "low", sample_rate: 22050 },
  };
}

export function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Request {
  return new Request(`http://engine.internal${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
