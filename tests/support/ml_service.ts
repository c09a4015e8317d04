// An ML service on loopback that behaves as badly as a test wants.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createMlClient, type MlClientOptions } from "../../src/ml/create_ml_client.ts";
import type { BarsLine } from "../../src/ml/schema.ts";
import { ML_MIDI_LIMITS } from "../../src/music/midi/midi_limits.ts";
import { readMidi } from "../../src/music/midi/read_midi.ts";
import { simpleMidi } from "./simple_piece.ts";

export type Answer = (response: ServerResponse, request: Received) => unknown;

export type Received = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

export type MlServer = AsyncDisposable & {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when a client has closed a connection before its answer was complete. */
  readonly abandoned: Promise<void>;
};

/** Each request takes the next answer; the last one is used again. */
export async function startMlService(...answers: Answer[]): Promise<MlServer> {
  const received: Received[] = [];
  const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync<Uint8Array>(request)).toString();
    const { method, url: path, headers } = request;
    response.on("close", () => response.writableFinished || abandon());
    received.push({ method, path, headers, body });
    await answers[Math.min(received.length, answers.length) - 1]!(response, received.at(-1)!);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    abandoned,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A client that does not wait long between its tries. */
export function mlClientOf(baseUrl: string, options: Partial<MlClientOptions> = {}) {
  return createMlClient({
    baseUrl,
    checkMidi: (bytes) => readMidi(bytes, ML_MIDI_LIMITS),
    retry: { baseMs: 1 },
    ...options,
  });
}

export const JOB_ID = "5b0c1f8e-6f0e-4d0b-9c5d-2f1f6a3f9d11";
export const SONGS = [simpleMidi(), simpleMidi(), simpleMidi()] as const;
export const GENERATE_OPTIONS = {
  temperature: 0.8,
  creativity: 0.7,
  length_seconds: 15,
  seed: 7,
  weights: [1, 1, 1] as [number, number, number],
};
export const CONVERT_OPTIONS = { quality: "high", sample_rate: 44100 } as const;

/** A call, and what was heard during it. */
export function listen(signal: AbortSignal = new AbortController().signal) {
  const heard = { bars: [] as BarsLine[], progress: [] as number[] };
  return {
    ...heard,
    call: {
      jobId: JOB_ID,
      signal,
      onBars: (line: BarsLine): void => void heard.bars.push(line),
      onProgress: (progress: number): void => void heard.progress.push(progress),
    },
  };
}

export const generate = (client: ReturnType<typeof mlClientOf>, { call } = listen()) =>
  client.generate(SONGS, GENERATE_OPTIONS, call);

export const json = (value: unknown): Answer => (response) => {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
};

export const midiAnswer = (): Answer => json({ midi_data: simpleMidi().toBase64() });

export const bytes = (type: string, data: Uint8Array): Answer => (response) => {
  response.setHeader("content-type", type).end(data);
};

export const status =
  (code: number, headers: Record<string, string> = {}): Answer => (response) => {
    response.writeHead(code, headers).end("a secret of the service");
  };

/** Lines of NDJSON; the answer stays open when the last one is `undefined`. */
export const lines = (...values: unknown[]): Answer => (response) => {
  response.setHeader("content-type", "application/x-ndjson");
  for (const value of values) {
    if (value === undefined) return;
    response.write(JSON.stringify(value) + "\n");
  }
  response.end();
};

export const barsLine = (startBar: number, notes: unknown[] = []) => ({
  type: "bars",
  start_bar: startBar,
  bars: 1,
  seconds_per_bar: 2,
  notes,
});

export const resultLine = () => ({ type: "result", midi_data: simpleMidi().toBase64() });

/** Sends `text` in pieces of one byte, a moment apart. */
export const drip = (type: string, text: string, pauseMs: number): Answer => (response) => {
  response.setHeader("content-type", type);
  let next = 0;
  const timer = setInterval(() => {
    if (next < text.length) response.write(text[next++]);
    else response.end();
  }, pauseMs);
  response.on("close", () => clearInterval(timer));
};
