// What the engine and its workers say to each other: maps of name → payload.

import type { ErrorCode } from "../errors.ts";
import type { GenerateRequest, RenderRequest } from "../ml/schema.ts";
import type { ComposedBars, ComposeReport } from "../music/compose/composition.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** To a worker, one at a time. Bytes and ports are transferred. */
export type EngineTasks = {
  generate: {
    readonly midiFiles: readonly [Bytes, Bytes, Bytes];
    readonly options: GenerateRequest["options"];
  };
  /** `sound` is where the sound comes from when another worker plays it. */
  render: {
    readonly midi: Bytes;
    readonly options: RenderRequest["options"];
    readonly sound?: MessagePort;
  };
  /** Plays what a `render` of the same file and options makes a file of. */
  play: {
    readonly midi: Bytes;
    readonly options: RenderRequest["options"];
    readonly sound: MessagePort;
  };
};

/** From a worker: any number of reports, then `end`, `failed` or, after a bug, `broken`. */
export type EngineReports = {
  progress: { readonly progress: number; readonly message: string };
  bars: { readonly bars: ComposedBars };
  result: { readonly midi: Bytes; readonly report: BlendReport };
  audio: { readonly bytes: Bytes };
  end: unknown;
  failed: { readonly code: ErrorCode; readonly message: string };
  broken: { readonly cause: string };
};

/** What the composer tells of a blend, and which files it was made from. */
export type BlendReport = ComposeReport & { readonly songs: readonly SongReport[] };

export type SongReport = {
  readonly sha256: string;
  readonly key: string;
  readonly tempoBpm: number;
  readonly bars: number;
};

type MessageOf<Payloads> = {
  [Name in keyof Payloads]: { readonly type: Name } & Payloads[Name];
}[keyof Payloads];

export type EngineTask = MessageOf<EngineTasks>;
export type EngineReport = MessageOf<EngineReports>;

/** What a task reports on its way; its end is the end of the iteration, its failure is thrown. */
export type TaskReport = Exclude<EngineReport, { type: "end" | "failed" | "broken" }>;

/** What a message takes along. */
export function transfersOf(message: EngineTask | EngineReport): Transferable[] {
  switch (message.type) {
    case "generate":
      return message.midiFiles.map(({ buffer }) => buffer);
    case "render":
    case "play":
      return [message.midi.buffer, ...(message.sound ? [message.sound] : [])];
    case "result":
      return [message.midi.buffer];
    case "audio":
      return [message.bytes.buffer];
    default:
      return [];
  }
}
