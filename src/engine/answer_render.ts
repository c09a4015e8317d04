import type { TaskReport } from "./engine_message.ts";
import { streamTask } from "./task_stream.ts";

type Reports = AsyncGenerator<TaskReport, void, void>;

export const CONVERT_TYPES = ["application/json", "audio/mpeg"] as const;

/** Answers with the MP3: its bytes while it is rendered, or JSON once it is whole. */
export async function answerConvert(
  type: typeof CONVERT_TYPES[number],
  reports: Reports,
  cancelling: AbortController,
): Promise<Response> {
  const answer = await answerRender("audio/mpeg", reports, cancelling);
  if (type === "audio/mpeg") return answer;
  return Response.json({ mp3_data: (await answer.bytes()).toBase64() });
}

/** The media types of what can be rendered. */
export const MEDIA_TYPES = { mp3: "audio/mpeg", wav: "audio/wav" } as const;

/** Answers with the bytes of a file while it is rendered. */
export async function answerRender(
  type: typeof MEDIA_TYPES[keyof typeof MEDIA_TYPES],
  reports: Reports,
  cancelling: AbortController,
): Promise<Response> {
  const body = await streamTask(reports, cancelling, { encode: encodeAudio });
  return new Response(body, { headers: { "content-type": type } });
}

function encodeAudio(report: TaskReport): Uint8Array | undefined {
  return report.type === "audio" ? report.bytes : undefined;
}
