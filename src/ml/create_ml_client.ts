// The client of an ML service over HTTP. The service is not trusted: whatever it does, a call ends
// in time, with a checked result or with one of the `ml_…` errors.

import { AppError } from "../errors.ts";
import { Breaker } from "./breaker.ts";
import { readConvertAnswer } from "./convert_answer.ts";
import type { Fetch, Timeouts } from "./exchange.ts";
import { readGenerateAnswer } from "./generate_answer.ts";
import { MlCaller } from "./ml_caller.ts";
import type { GenerateResult, MlClient } from "./ml_client.ts";
import { resumeListener } from "./resume_listener.ts";
import type { RetryPolicy } from "./retry.ts";
import { readRenderAnswer, RENDER_TYPES } from "./render_answer.ts";
import type { GenerateRequest, RenderRequest } from "./schema.ts";

export type MlClientOptions = {
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** How requests are made; the embedded engine is reached without a network. @default fetch */
  readonly fetch?: Fetch | undefined;
  /** Asked before each request whether the host can be reached. @default nothing is asked */
  readonly connect?: ((url: URL, signal: AbortSignal) => Promise<void>) | undefined;
  /** Throws when the bytes are no MIDI file within the limits. */
  readonly checkMidi: (bytes: Uint8Array) => unknown;
  /** Whether the runtime sends `traceparent` by itself. @default false */
  readonly hasOwnTracing?: boolean;
  readonly timeouts?: Partial<Timeouts>;
  readonly retry?: Partial<RetryPolicy>;
  readonly breaker?: { readonly maxFailures: number; readonly openMs: number };
  /** Monotonic milliseconds. */
  readonly now?: () => number;
};

const TIMEOUTS: Timeouts = { connectMs: 5_000, silenceMs: 60_000, callMs: 600_000 };
const RETRY: RetryPolicy = { maxTries: 3, baseMs: 2_000, capMs: 60_000, random: Math.random };
const BREAKER = { maxFailures: 5, openMs: 30_000 };

export function createMlClient(options: MlClientOptions): MlClient {
  const now = options.now ?? (() => performance.now());
  const breaker = new Breaker({ ...BREAKER, ...options.breaker, now });
  const caller = new MlCaller({
    baseUrl: options.baseUrl,
    apiKey: options.apiKey,
    fetch: options.fetch ?? globalThis.fetch,
    connect: options.connect,
    hasOwnTracing: options.hasOwnTracing ?? false,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    retry: { ...RETRY, ...options.retry },
    breaker,
  });
  return {
    get isBreakerOpen() {
      return breaker.isOpen;
    },
    async generate([first, second, third], generateOptions, call) {
      const midiFiles: GenerateRequest["midi_files"] = [
        first.toBase64(),
        second.toBase64(),
        third.toBase64(),
      ];
      const body = { midi_files: midiFiles, options: generateOptions };
      const post = { path: "/generate", accept: GENERATE_ACCEPT, body };
      const listener = resumeListener(call);
      return await caller.post(post, call, async (answer) => {
        const result = await readGenerateAnswer(answer, listener);
        return await withCheckedMidi(result, options.checkMidi);
      });
    },
    async convertToMp3(midi, convertOptions, call) {
      const body = { midi_data: midi.toBase64(), options: convertOptions };
      const post = { path: "/convert-to-mp3", accept: CONVERT_ACCEPT, body };
      return await caller.post(post, call, readConvertAnswer);
    },
    async render(midi, renderOptions, call) {
      const { format } = renderOptions;
      return await caller.post(
        {
          path: "/render",
          accept: RENDER_TYPES[format].join(", "),
          body: { midi_data: midi.toBase64(), options: renderOptions },
          isOptional: true,
          part: partOf(renderOptions),
        },
        call,
        (answer) => readRenderAnswer(answer, format),
      );
    },
    health: (signal) => caller.get("/health", signal),
  };
}

const GENERATE_ACCEPT = "application/x-ndjson, application/json";
const CONVERT_ACCEPT = "audio/mpeg, application/json";

/** `-wav`, `-mp3-track-3`, `-wav-bars-12-8`. */
function partOf({ format, track, loop }: RenderRequest["options"]): string {
  const ofTrack = track === undefined ? "" : `-track-${track}`;
  return `-${format}${ofTrack}${loop ? `-bars-${loop.start_bar}-${loop.bars}` : ""}`;
}

async function withCheckedMidi(
  result: GenerateResult,
  checkMidi: MlClientOptions["checkMidi"],
): Promise<GenerateResult> {
  try {
    await checkMidi(result.midi);
  } catch (cause) {
    throw new AppError("ml_invalid_answer", "The ML service sent a MIDI file that cannot be read", {
      cause,
    });
  }
  return result;
}
