// The contract of a place that songs are imported from: a folder, an archive, a bucket.

import type { Refusal } from "./refusal.ts";

export type SourceFile = {
  /** Below the source, parted by `/`. */
  readonly path: string;
  /** As the source says; what is read may differ. */
  readonly sizeBytes: number;
  /** Why the file will not be read, where that is known beforehand. */
  readonly refusal?: Refusal;
};

export type SourceReadOptions = { readonly maxBytes: number; readonly signal?: AbortSignal };

/** Nothing outside the source is ever read, whatever its files are called or link to. */
export interface SongSource extends AsyncDisposable {
  /** Its MIDI files, and what it refuses to look at, always in the same order. */
  list(signal?: AbortSignal): AsyncIterable<SourceFile>;
  /** How many files `list` gives. */
  count(signal?: AbortSignal): Promise<number>;
  /** Whether there is a file of this path, MIDI or not. */
  has(path: string, signal?: AbortSignal): Promise<boolean>;
  /**
   * The bytes of one file.
   * @throws {FileRefusal} when this file cannot be read, or is over `maxBytes`.
   * @throws {AppError} when the whole source cannot be read.
   */
  read(path: string, options: SourceReadOptions): Promise<Uint8Array>;
}

const MIDI_FILE = /\.(?:midi?|kar|rmi)$/i;
/** What macOS puts beside each file of an archive. */
const SHADOW = /(?:^|\/)(?:__MACOSX\/|\._)/;

/** Whether a file of this path is taken for a MIDI file. */
export function isMidiPath(path: string): boolean {
  return MIDI_FILE.test(path) && !SHADOW.test(path);
}
