// What the engine and its workers say to each other: maps of name → payload.

import type { ErrorCode } from "../errors.ts";
import type { ConvertRequest, GenerateRequest } from "../ml/schema.ts";
import type { ComposedBars, ComposeReport } from "../music/compose/composition.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** To a worker, one at a time. The bytes are transferred. */
export type EngineTasks = {
  generate: {
    readonly midiFiles: readonly [Bytes, Bytes, Bytes];
    readonly options: GenerateRequest["options"];
  };
  convert: { readonly midi: Bytes; readonly options: ConvertRequest["options"] };
};

/** From a worker: any number of reports, then `end`, `failed` or, after a bug, `broken`. */
export type EngineReports = {
  progress: { readonly progress: number; readonly message: string };
  bars: { readonly bars: ComposedBars };
  result: { readonly midi: Bytes; readonly report: ComposeReport };
  audio: { readonly bytes: Bytes };
  end: unknown;
  failed: { readonly code: ErrorCode; readonly message: string };
  broken: { readonly cause: string };
};

type MessageOf<Payloads> = {
  [Name in keyof Payloads]: { readonly type: Name } & Payloads[Name];
}[keyof Payloads];

export type EngineTask = MessageOf<EngineTasks>;
export type EngineReport = MessageOf<EngineReports>;

/** The memory that a message takes along. */
export function buffersOf(message: EngineTask | EngineReport): ArrayBuffer[] {
  switch (message.type) {
    case "generate":
      return message.midiFiles.map(({ buffer }) => buffer);
    case "convert":
    case "result":
      return [message.midi.buffer];
    case "audio":
      return [message.bytes.buffer];
    default:
      return [];
  }
}
