// What somebody has written down about the files of a source. Its paths are only compared with those
// that the source lists: none is ever opened.

import { z } from "zod";
import { songNameSchema } from "../song_request.ts";
import { songNoteSchema } from "./describe_song.ts";

/** One for each file that an import takes: what was exported can be imported. */
export const MAX_MANIFEST_ROWS = 2_000_000;
const MAX_PATH_LENGTH = 4_096;

/** Empty values count as left out. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => value === "" || value === null ? undefined : value, schema.optional());

const rowSchema = z.object({
  path: z.string().min(1).max(MAX_PATH_LENGTH),
  title: optional(songNameSchema),
  artist: optional(songNameSchema),
  license: optional(songNoteSchema),
  source: optional(songNoteSchema),
}, "must be one JSON object of at most 64 KiB");

/** What one row says; the rest is found as without a manifest. */
export type ManifestRow = Omit<z.infer<typeof rowSchema>, "path">;

/** A row that names no file to be imported. Lines count from 1. */
export type ManifestProblem = {
  readonly line: number;
  readonly path: string;
  readonly reason: string;
};

type KeptRow = ManifestRow & { readonly line: number };

/** Rows by path. What was added and never taken is missing in the source. */
export class Manifest {
  readonly problems: ManifestProblem[] = [];
  readonly #rows = new Map<string, KeptRow>();
  readonly #texts = new Map<string, string>();
  readonly #maxRows: number;

  constructor(maxRows = MAX_MANIFEST_ROWS) {
    this.#maxRows = maxRows;
  }

  /** @throws {RangeError} over the limit of rows. */
  add(row: unknown, line: number): void {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) return this.#refuse(row, line, describe(parsed.error));
    const path = pathOf(parsed.data.path);
    if (this.#rows.has(path)) return this.#refuse(row, line, "An earlier row names this file");
    this.#checkRoom();
    const { title, artist, license, source } = parsed.data;
    this.#rows.set(path, {
      line,
      title,
      artist: this.#once(artist),
      license: this.#once(license),
      source: this.#once(source),
    });
  }

  /** The row of a file; the next question for it has no answer. */
  take(path: string): ManifestRow | undefined {
    const row = this.#rows.get(pathOf(path));
    this.#rows.delete(pathOf(path));
    return row;
  }

  /** The rows whose files were never asked for. */
  *missing(): Generator<ManifestProblem> {
    for (const [path, { line }] of this.#rows) {
      yield { path, line, reason: "The source has no MIDI file of this path" };
    }
  }

  #refuse(row: unknown, line: number, reason: string): void {
    const path = row !== null && typeof row === "object" && "path" in row ? String(row.path) : "";
    this.#checkRoom();
    this.problems.push({ line, path: path.slice(0, MAX_PATH_LENGTH), reason });
  }

  #checkRoom(): void {
    if (this.#rows.size + this.problems.length < this.#maxRows) return;
    throw new RangeError(`it has over ${this.#maxRows} rows`);
  }

  /** Many rows share an artist, a licence, a source: each is kept once. */
  #once(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const kept = this.#texts.get(text);
    if (kept === undefined) this.#texts.set(text, text);
    return kept ?? text;
  }
}

/** Some systems compose the letters of their file names, some do not. */
function pathOf(path: string): string {
  return path.replace(/^(?:\.\/)+/, "").normalize("NFC");
}

function describe({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => [...path, message].join(": ")).join("; ");
}
