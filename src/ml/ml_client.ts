// The ML service as the rest of the server sees it.

import type { BarsLine, ConvertRequest, GenerateRequest, RenderRequest } from "./schema.ts";

export type MlCall = {
  /** Sent as `Idempotency-Key`; a render's part of the job stands behind it. */
  readonly jobId: string;
  readonly signal: AbortSignal;
};

export type GenerateListener = {
  /** Share done, 0–1; only a streaming service reports it. */
  readonly onProgress: (progress: number, message: string | undefined) => void;
  readonly onBars: (bars: BarsLine) => void;
};

export type GenerateResult = {
  /** Checked: a whole MIDI file within the limits. */
  readonly midi: Uint8Array;
  readonly report: Readonly<Record<string, unknown>> | undefined;
};

/** Failures are AppErrors with an `ml_…` code; `retryable` tells whether a later attempt may help. */
export interface MlClient {
  generate(
    midiFiles: readonly [Uint8Array, Uint8Array, Uint8Array],
    options: GenerateRequest["options"],
    call: MlCall & GenerateListener,
  ): Promise<GenerateResult>;
  /** A checked MP3. */
  convertToMp3(
    midi: Uint8Array,
    options: ConvertRequest["options"],
    call: MlCall,
  ): Promise<Uint8Array>;
  /**
   * A checked WAV or MP3, as `format` says, of at most MAX_RENDER_BYTES.
   * @throws {AppError} also `ml_rejected` by a service that does not do this.
   */
  render(midi: Uint8Array, options: RenderRequest["options"], call: MlCall): Promise<Uint8Array>;
  health(signal: AbortSignal): Promise<void>;
  /** While open, calls fail at once and no job should be claimed. */
  readonly isBreakerOpen: boolean;
}
