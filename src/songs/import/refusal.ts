// Why a file was not imported.

import { AppError } from "../../errors.ts";

/** Stable and documented; the reason is for people and may change. */
export type RefusalCode =
  /** The bytes are no MIDI file, or one without notes. */
  | "invalid_midi"
  /** The file is over a limit of the import or of the reader. */
  | "midi_too_large"
  /** The manifest says a title, an artist, a licence or a source that cannot be kept. */
  | "invalid_name"
  /** A symbolic link, which is never followed. */
  | "link"
  /** It is gone, locked, encrypted, damaged or packed in an unknown way. */
  | "unreadable"
  /** Reading its music took too long or broke. */
  | "analysis_failed"
  /** The manifest has a bad or doubled row, or one whose file is not there. */
  | "manifest_row";

export type Refusal = { readonly code: RefusalCode; readonly reason: string };

/** Refuses one file; the others go on. */
export class FileRefusal extends Error {
  override readonly name = "FileRefusal";
  readonly code: RefusalCode;

  constructor(code: RefusalCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}

/** The refusal that an error stands for; undefined for one that ends the import. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof FileRefusal) return { code: error.code, reason: error.message };
  if (!(error instanceof AppError)) return undefined;
  const { message: reason, code } = error;
  if (code === "invalid_midi" || code === "midi_too_large") return { code, reason };
  return code === "invalid_request" ? { code: "invalid_name", reason } : undefined;
}
