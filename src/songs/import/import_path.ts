// Imports a MIDI file, or every MIDI file below a folder. A file that cannot be imported is
// reported and the others go on; a store that cannot be used ends the import.

import { AppError } from "../../errors.ts";
import { type ImportDependencies, importSong } from "./import_song.ts";
import { nameSong } from "./name_song.ts";

export const MAX_IMPORT_FILES = 10_000;
/** Larger files are refused before they are read; the reader's own limit lies below. */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024;

const MIDI_FILE = /\.midi?$/i;
const REFUSALS: readonly string[] = ["invalid_midi", "midi_too_large", "invalid_request"];

export type ImportFile = { readonly path: string; readonly sizeBytes: number };

export type PathDependencies = ImportDependencies & {
  /** The file itself, or all files below a folder. */
  readonly listFiles: (path: string) => AsyncIterable<ImportFile>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
};

export type FileReport = {
  readonly path: string;
  readonly outcome: "imported" | "duplicate" | "refused";
  /** Why it was refused, for people. */
  readonly reason?: string;
  /** How many files are done, this one among them. */
  readonly done: number;
  readonly total: number;
};

export type PathImport = {
  readonly path: string;
  readonly license: string;
  readonly sourceNote: string;
  readonly onFile: (report: FileReport) => void;
};

export type ImportCounts = Readonly<Record<FileReport["outcome"], number>>;

/**
 * Imports what is at a path, in order of file names, and counts the outcomes.
 * @throws {RangeError} when there are over `MAX_IMPORT_FILES` MIDI files.
 */
export async function importPath(
  deps: PathDependencies,
  { path, license, sourceNote, onFile }: PathImport,
  signal?: AbortSignal,
): Promise<ImportCounts> {
  const counts = { imported: 0, duplicate: 0, refused: 0 };
  const files = await findMidiFiles(deps, path);
  for (const [index, file] of files.entries()) {
    signal?.throwIfAborted();
    const result = await importFile(deps, file, { license, sourceNote }, signal);
    counts[result.outcome]++;
    onFile({ path: file.path, ...result, done: index + 1, total: files.length });
  }
  return counts;
}

async function findMidiFiles({ listFiles }: PathDependencies, path: string): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  for await (const file of listFiles(path)) {
    if (!MIDI_FILE.test(file.path)) continue;
    if (files.length === MAX_IMPORT_FILES) {
      throw new RangeError(`Cannot import "${path}" as it has over ${MAX_IMPORT_FILES} MIDI files`);
    }
    files.push(file);
  }
  return files.sort((left, right) => left.path < right.path ? -1 : 1);
}

async function importFile(
  deps: PathDependencies,
  { path, sizeBytes }: ImportFile,
  notes: { readonly license: string; readonly sourceNote: string },
  signal: AbortSignal | undefined,
): Promise<Pick<FileReport, "outcome" | "reason">> {
  if (sizeBytes > MAX_IMPORT_BYTES) {
    return { outcome: "refused", reason: `The file is over ${MAX_IMPORT_BYTES} bytes` };
  }
  const bytes = await readBytes(deps, path);
  if (!bytes) return { outcome: "refused", reason: "The file cannot be read" };
  try {
    const { outcome } = await importSong(deps, { ...nameSong(path), ...notes, bytes }, signal);
    return { outcome };
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    return { outcome: "refused", reason: error.message };
  }
}

async function readBytes(
  { readFile }: PathDependencies,
  path: string,
): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
