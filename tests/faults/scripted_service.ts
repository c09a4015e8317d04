// An ML service that answers at once, each time with other music, so that a second result for one
// job would show. Calls of one server, known by its key, can be held until the test lets them go.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { barsLine } from "../support/ml_service.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { simpleNote, simplePiece, simpleTrack } from "../support/simple_piece.ts";

export type Path = "/generate" | "/convert-to-mp3";

export type Hold = {
  /** Resolves with the first call that is held. */
  readonly called: Promise<void>;
  /** How many calls have been held so far. */
  readonly calls: () => number;
  /** Lets go of the calls held, and holds no more. */
  readonly release: () => void;
};

export type ScriptedService = AsyncDisposable & {
  readonly url: string;
  /** Calls of the server with this key to `path` get no result from now on. */
  hold(key: string, path: Path): Hold;
};

export async function startScriptedService(): Promise<ScriptedService> {
  const holds = new Map<string, Gate>();
  let results = 0;
  const server = createServer(async (request, response) => {
    request.resume();
    const gate = holds.get(`${keyOf(request)} ${request.url}`);
    if (request.url === "/generate") await generate(response, results++, gate);
    else if (request.url === "/convert-to-mp3") await convert(response, results++, gate);
    else response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold(key, path) {
      const gate = new Gate();
      holds.set(`${key} ${path}`, gate);
      return gate;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const gate of holds.values()) gate.release();
      server.closeAllConnections();
      await closed;
    },
  };
}

class Gate implements Hold {
  readonly #called = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  #calls = 0;

  readonly called = this.#called.promise;
  readonly calls = () => this.#calls;
  readonly release = () => this.#released.resolve();

  pass(): Promise<void> {
    this.#calls++;
    this.#called.resolve();
    return this.#released.promise;
  }
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  return headers.authorization?.replace("Bearer ", "");
}

/** Held, a call has streamed bars already. */
async function generate(response: ServerResponse, n: number, gate?: Gate): Promise<void> {
  response.setHeader("content-type", "application/x-ndjson");
  const write = (line: unknown) => response.write(JSON.stringify(line) + "\n");
  write({ type: "progress", progress: 0.5 });
  write(barsLine(0, [[0, 0.5, 60, 100, 0, 0]]));
  await gate?.pass();
  write(barsLine(1, [[2, 0.5, 62, 100, 0, 1]]));
  write({ type: "result", midi_data: midiOf(n).toBase64() });
  response.end();
}

async function convert(response: ServerResponse, n: number, gate?: Gate): Promise<void> {
  await gate?.pass();
  response.setHeader("content-type", "audio/mpeg").end(silentMp3(50 + n % 1_000));
}

function midiOf(n: number): Uint8Array<ArrayBuffer> {
  const note = simpleNote({ pitch: n % 128, velocity: 1 + Math.floor(n / 128) % 127 });
  return writeMidi(simplePiece([simpleTrack({ notes: [note] })]));
}
