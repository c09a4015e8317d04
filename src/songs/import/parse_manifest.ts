// A manifest as text, row by row: CSV or TSV with a row of column names, or JSON lines.

import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { AppError } from "../../errors.ts";
import { Manifest } from "./manifest.ts";

export type ManifestFormat = "csv" | "tsv" | "jsonl";

const MAX_ROW_LENGTH = 64 * 1024;
const DELIMITERS = { csv: ",", tsv: "\t" };

/** @throws {AppError} `invalid_request` when the text cannot be taken apart at all. */
export function parseManifest(bytes: Uint8Array, format: ManifestFormat): Manifest {
  const manifest = new Manifest();
  try {
    if (!isUtf8(bytes)) throw new SyntaxError("it is not UTF-8");
    if (format === "jsonl") addJsonLines(manifest, new TextDecoder().decode(bytes));
    else addRecords(manifest, bytes, DELIMITERS[format]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("invalid_request", `Cannot read the manifest: ${why}`, { cause });
  }
  return manifest;
}

function addJsonLines(manifest: Manifest, text: string): void {
  let line = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    const row = text.slice(start, end < 0 ? undefined : end).trim();
    start = end < 0 ? text.length : end + 1;
    line++;
    if (row !== "") manifest.add(row.length > MAX_ROW_LENGTH ? undefined : parseJson(row), line);
  }
}

/** What is no JSON is a bad row like any other. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addRecords(manifest: Manifest, bytes: Uint8Array, delimiter: string): void {
  let columns: readonly string[] | undefined;
  parse(bytes, {
    bom: true,
    delimiter,
    max_record_size: MAX_ROW_LENGTH,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    // Nothing is handed back, so that no more than one row is held twice.
    on_record(record: readonly string[], { lines }) {
      if (columns) manifest.add(rowOf(columns, record), lines);
      else columns = columnsOf(record);
      return null;
    },
  });
  if (!columns) throw new SyntaxError("it is empty");
}

function columnsOf(record: readonly string[]): readonly string[] {
  const columns = record.map((name) => name.toLowerCase());
  if (columns.includes("path")) return columns;
  throw new SyntaxError('its first row does not name the columns: there is no "path"');
}

function rowOf(columns: readonly string[], record: readonly string[]): unknown {
  return Object.fromEntries(columns.map((name, index) => [name, record[index] ?? ""]));
}
