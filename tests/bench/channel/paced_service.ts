// An ML service that composes a bar at a time, at a steady pace, so that jobs run for as long as
// watchers are to watch them.

import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { barsLine, resultLine } from "../../support/ml_service.ts";
import { silentMp3 } from "../../support/silent_mp3.ts";

export type Pace = { readonly bars: number; readonly everyMs: number };

export type PacedService = AsyncDisposable & { readonly url: string };

const MP3_FRAMES = 100;

export async function startPacedService(pace: Pace): Promise<PacedService> {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/generate") generate(response, pace);
    else if (request.url !== "/convert-to-mp3") response.end("ok");
    else response.setHeader("content-type", "audio/mpeg").end(silentMp3(MP3_FRAMES));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function generate(response: ServerResponse, { bars, everyMs }: Pace): void {
  response.setHeader("content-type", "application/x-ndjson");
  const write = (line: unknown) => response.write(`${JSON.stringify(line)}\n`);
  let bar = 0;
  const timer = setInterval(() => {
    write({ type: "progress", progress: bar / bars });
    write(barsLine(bar, [[bar * 2, 0.5, 60, 100, 0, bar % 3]]));
    if (++bar < bars) return;
    write(resultLine());
    response.end();
  }, everyMs);
  response.on("close", () => clearInterval(timer));
}
