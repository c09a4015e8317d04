import { AppError } from "../../errors.ts";
import { Manifest } from "./manifest.ts";
import { type ManifestFormat, parseManifest } from "./parse_manifest.ts";
import { FileRefusal } from "./refusal.ts";
import type { SongSource } from "./song_source.ts";

export const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;

const FORMATS: readonly ManifestFormat[] = ["csv", "tsv", "jsonl"];

/** The format that the name of a file says; undefined for another one. */
export function manifestFormatOf(path: string): ManifestFormat | undefined {
  return FORMATS.find((format) => path.toLowerCase().endsWith(`.${format}`));
}

/**
 * The manifest at the root of a source, or an empty one.
 * @throws {AppError} `invalid_request` when it cannot be read, or there are several.
 */
export async function findManifest(source: SongSource, signal?: AbortSignal): Promise<Manifest> {
  const formats: ManifestFormat[] = [];
  for (const format of FORMATS) {
    if (await source.has(`manifest.${format}`, signal)) formats.push(format);
  }
  const [format, another] = formats;
  if (format === undefined) return new Manifest();
  if (another !== undefined) {
    const names = formats.map((each) => `manifest.${each}`).join(" and ");
    throw new AppError("invalid_request", `Cannot tell which manifest is meant: ${names}`);
  }
  return parseManifest(await readManifest(source, `manifest.${format}`, signal), format);
}

async function readManifest(
  source: SongSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  try {
    return await source.read(path, { maxBytes: MAX_MANIFEST_BYTES, ...(signal && { signal }) });
  } catch (cause) {
    if (!(cause instanceof FileRefusal)) throw cause;
    throw new AppError("invalid_request", `Cannot read "${path}": ${cause.message}`, { cause });
  }
}
