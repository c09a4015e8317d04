// From a request's JSON to a task with its MIDI files decoded.

import type { z } from "zod";
import { AppError } from "../errors.ts";
import {
  convertRequestSchema,
  generateRequestSchema,
  type RenderRequest,
  renderRequestSchema,
} from "../ml/schema.ts";
import { CATALOGUE_MIDI_LIMITS } from "../music/midi/midi_limits.ts";
import type { EngineTask } from "./engine_message.ts";

const BASE64_GROWTH = 4 / 3;

/** Three MIDI files of the largest size in base64, and room for the rest. */
export const MAX_REQUEST_BYTES = Math.ceil(3 * CATALOGUE_MIDI_LIMITS.maxBytes * BASE64_GROWTH) +
  64 * 1024;

/** @throws {AppError} `invalid_json`, `invalid_request`. */
export function parseGenerateTask(body: string): EngineTask {
  const { midi_files: [first, second, third], options } = parse(body, generateRequestSchema);
  const midiFiles = [
    decode(first, "midi_files.0"),
    decode(second, "midi_files.1"),
    decode(third, "midi_files.2"),
  ] as const;
  return { type: "generate", midiFiles, options };
}

/** The conversion of a file is to render it as MP3. @throws {AppError} as parsing a blend does. */
export function parseConvertTask(body: string): RenderTask {
  const { midi_data, options } = parse(body, convertRequestSchema);
  return renderTask(midi_data, { format: "mp3", ...options });
}

/** @throws {AppError} `invalid_json`, `invalid_request`. */
export function parseRenderTask(body: string): RenderTask {
  const { midi_data, options } = parse(body, renderRequestSchema);
  return renderTask(midi_data, options);
}

type RenderTask = Extract<EngineTask, { type: "render" }>;

function renderTask(midiData: string, options: RenderRequest["options"]): RenderTask {
  return { type: "render", midi: decode(midiData, "midi_data"), options };
}

function parse<T>(body: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(issue?.path.join(".") ?? "", issue?.message ?? "is wrong");
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError("invalid_json", "The body is not valid JSON", { cause });
  }
}

function decode(base64: string, path: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    throw invalid(path, "is not base64");
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError(
    "invalid_request",
    `The request does not fit its schema: ${path} ${message}`,
    {
      errors: [{ path, message }],
    },
  );
}
