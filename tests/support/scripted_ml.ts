// An ML service that does what a test says, call by call.

import { AppError } from "../../src/errors.ts";
import type { GenerateListener, MlCall, MlClient } from "../../src/ml/ml_client.ts";
import type { RenderRequest } from "../../src/ml/schema.ts";

export type GenerateStep = (call: MlCall & GenerateListener) => Promise<void> | void;

export type RenderStep = (
  options: RenderRequest["options"],
  call: MlCall,
) => Promise<void> | void;

export const SCRIPTED_MIDI = new Uint8Array([77, 84, 104, 100]);
export const SCRIPTED_MP3 = new Uint8Array([255, 251, 144, 0]);
export const SCRIPTED_SOUND = new Uint8Array([82, 73, 70, 70]);

export class ScriptedMl implements MlClient {
  isBreakerOpen = false;
  generateCalls = 0;
  convertCalls = 0;
  /** What was asked of `render`, call by call. */
  readonly renders: RenderRequest["options"][] = [];
  readonly #generate: GenerateStep[];
  readonly #convert: GenerateStep[];
  readonly #render: RenderStep[];
  readonly #report: Readonly<Record<string, unknown>> | undefined;

  /** Each call takes the next step; the last one is used again. */
  constructor(
    steps: {
      generate?: GenerateStep[];
      convert?: GenerateStep[];
      render?: RenderStep[];
      report?: Readonly<Record<string, unknown>> | undefined;
    } = {},
  ) {
    this.#generate = steps.generate ?? [() => {}];
    this.#convert = steps.convert ?? [() => {}];
    this.#render = steps.render ?? [() => {}];
    this.#report = "report" in steps ? steps.report : { key: "C major" };
  }

  async generate(...[, , call]: Parameters<MlClient["generate"]>) {
    await step(this.#generate, this.generateCalls++)(call);
    call.signal.throwIfAborted();
    return { midi: SCRIPTED_MIDI, report: this.#report };
  }

  async convertToMp3(...[, , call]: Parameters<MlClient["convertToMp3"]>) {
    const listener = { onProgress: () => {}, onBars: () => {} };
    await step(this.#convert, this.convertCalls++)({ ...call, ...listener });
    call.signal.throwIfAborted();
    return SCRIPTED_MP3;
  }

  async render(...[, options, call]: Parameters<MlClient["render"]>) {
    this.renders.push(options);
    await step(this.#render, this.renders.length - 1)(options, call);
    call.signal.throwIfAborted();
    return SCRIPTED_SOUND;
  }

  async health() {}
}

function step<T>(steps: readonly T[], index: number): T {
  return steps[Math.min(index, steps.length - 1)]!;
}

/** A step that goes on until the call is aborted. */
export function untilAborted({ signal }: MlCall): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}

export function unreachable(): never {
  throw new AppError("ml_unavailable", "The ML service cannot be reached");
}

export function refused(): never {
  throw new AppError("ml_rejected", "The ML service refused the songs");
}
