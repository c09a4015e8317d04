import { errorBody } from "./answer_error.ts";
import type { TaskReport } from "./engine_message.ts";
import { generateLine } from "./generate_line.ts";
import { streamTask } from "./task_stream.ts";

type Reports = AsyncGenerator<TaskReport, void, void>;

export const GENERATE_TYPES = ["application/json", "application/x-ndjson", "audio/midi"] as const;

/** Answers with the result of a task, or with all it reports, as the accepted type says. */
export async function answerGenerate(
  type: typeof GENERATE_TYPES[number],
  reports: Reports,
  cancelling: AbortController,
): Promise<Response> {
  if (type === "application/x-ndjson") {
    const body = await streamTask(reports, cancelling, { encode: encodeReport, encodeFailure });
    return new Response(body, { headers: { "content-type": type } });
  }
  const { midi, report } = await resultOf(reports);
  return type === "audio/midi"
    ? new Response(midi, { headers: { "content-type": type } })
    : Response.json({ midi_data: midi.toBase64(), report });
}

async function resultOf(reports: Reports): Promise<Extract<TaskReport, { type: "result" }>> {
  let result: TaskReport | undefined;
  for await (const report of reports) result = report;
  if (result?.type !== "result") throw new TypeError("The engine ended without a result");
  return result;
}

const UTF8 = new TextEncoder();

function encodeReport(report: TaskReport): Uint8Array | undefined {
  const line = generateLine(report);
  return line && encodeLine(line);
}

function encodeFailure(error: unknown): Uint8Array {
  return encodeLine({ type: "error", ...errorBody(error) });
}

function encodeLine(line: unknown): Uint8Array {
  return UTF8.encode(JSON.stringify(line) + "\n");
}
