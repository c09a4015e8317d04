import type { TaskReport } from "./engine_pool.ts";
import { streamTask } from "./task_stream.ts";

type Reports = AsyncGenerator<TaskReport, void, void>;

export const CONVERT_TYPES = ["application/json", "audio/mpeg"] as const;

/** Answers with the MP3: its bytes while it is rendered, or JSON once it is whole. */
export async function answerConvert(
  type: typeof CONVERT_TYPES[number],
  reports: Reports,
  cancelling: AbortController,
): Promise<Response> {
  const body = await streamTask(reports, cancelling, { encode: encodeAudio });
  if (type === "audio/mpeg") return new Response(body, { headers: { "content-type": type } });
  const mp3 = await new Response(body).bytes();
  return Response.json({ mp3_data: mp3.toBase64() });
}

function encodeAudio(report: TaskReport): Uint8Array | undefined {
  return report.type === "audio" ? report.bytes : undefined;
}
