// The frames of a job as its server-sent events tell them.

import assert from "node:assert/strict";
import { call } from "./api_client.ts";
import type { JobFrame } from "./socket_client.ts";

const TIMEOUT_MS = 120_000;

/** Reads to the end of the stream. Each event has the `seq` of its frame as id. */
export async function readEvents(url: string, jobId: string, after?: number): Promise<JobFrame[]> {
  const answer = await call(`${url}/api/jobs/${jobId}/events`, {
    headers: after === undefined ? {} : { "Last-Event-ID": String(after) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "text/event-stream");
  const frames: JobFrame[] = [];
  for await (const frame of eventFrames(answer.body!)) if (frame) frames.push(frame);
  return frames;
}

/** The frames of a stream as they come, and undefined for whatever else keeps it alive. */
export async function* eventFrames(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<JobFrame | undefined> {
  let text = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const events = (text + piece).split("\n\n");
    text = events.pop()!;
    for (const event of events) {
      const { id, data } = fieldsOf(event);
      const frame: JobFrame | undefined = data && JSON.parse(data);
      if (frame) assert.equal(id, String(frame.seq));
      yield frame;
    }
  }
}

function fieldsOf(event: string): Record<string, string> {
  return Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
}
