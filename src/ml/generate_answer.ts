// Every form in which a service may answer `/generate`, read to the checked result.

import type { z } from "zod";
import { AppError, ERROR_KINDS } from "../errors.ts";
import { decodeBase64, parseJson } from "./answer_json.ts";
import { createPause } from "./create_pause.ts";
import type { MlAnswer } from "./exchange.ts";
import type { GenerateListener, GenerateResult } from "./ml_client.ts";
import { readLines } from "./read_lines.ts";
import { generateAnswerSchema, type GenerateLine, generateLineSchema } from "./schema.ts";

/** The result, its MIDI not yet checked. */
export async function readGenerateAnswer(
  answer: MlAnswer,
  listener: GenerateListener,
): Promise<GenerateResult> {
  switch (answer.mediaType) {
    case "application/x-ndjson":
      return await readStream(answer, listener);
    case "application/json":
      return decodeResult(parseJson(await answer.bytes(), generateAnswerSchema));
    case "audio/midi":
      return { midi: await answer.bytes(), report: undefined };
    default:
      throw new AppError(
        "ml_invalid_answer",
        "The ML service sent an answer that is no JSON, NDJSON or MIDI",
      );
  }
}

/** Lines that come all at once must not keep everybody else waiting. */
const MAX_BURST_MS = 8;

async function readStream(
  answer: MlAnswer,
  { onProgress, onBars }: GenerateListener,
): Promise<GenerateResult> {
  const pause = createPause(MAX_BURST_MS);
  for await (const text of readLines(answer.chunks())) {
    await pause();
    const line = parseJson(text, generateLineSchema);
    switch (line.type) {
      case "progress":
        onProgress(line.progress, line.message);
        break;
      case "bars":
        onBars(line);
        break;
      case "result":
        return decodeResult(line);
      case "error":
        throw lineError(line);
    }
  }
  throw new AppError("ml_unavailable", "The ML service ended its answer before the result");
}

function decodeResult(result: z.infer<typeof generateAnswerSchema>): GenerateResult {
  return { midi: decodeBase64(result.midi_data), report: usableReport(result.report) };
}

const MAX_REPORT_LENGTH = 65_536;
/** Ours has 4; a few thousand overflow the stack of a database, and the embedded one dies of it. */
const MAX_REPORT_DEPTH = 32;
/** What JSON allows but a database does not: U+0000 and half characters. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/;

/** A report is only an extra, so one that cannot be kept is left out. */
function usableReport(report: GenerateResult["report"]): GenerateResult["report"] {
  if (isDeeperThan(MAX_REPORT_DEPTH, report)) return undefined;
  const text = JSON.stringify(report) ?? "";
  return text.length > MAX_REPORT_LENGTH || UNSTORABLE.test(text) ? undefined : report;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}

/** Its message may say anything, so only a code that we know decides what it means. */
function lineError({ code }: Extract<GenerateLine, { type: "error" }>): AppError {
  const kind = Object.entries(ERROR_KINDS).find(([known]) => known === code)?.[1];
  return kind?.retryable
    ? new AppError("ml_unavailable", `The ML service could not finish: ${code}`)
    : new AppError("ml_rejected", "The ML service reported an error");
}
