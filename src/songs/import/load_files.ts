// From the list of a source to bytes and what tells them apart. Whoever comes first with a content
// owns it, in the order of the list: so a run that was killed and one that was not keep the same
// file of several equal ones.

import type { Manifest, ManifestRow } from "./manifest.ts";
import { mapAtMost } from "./map_at_most.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { sha256Of } from "./sha256_of.ts";
import type { SongSource, SourceFile } from "./song_source.ts";

/** Larger files are refused unread: the reader would refuse them. */
export const MAX_IMPORT_BYTES = 2 * 1024 * 1024;
/** A bucket answers each request after some 50 ms. */
const MAX_READS = 16;

/** A content that is being imported, by the file that came with it first. */
export type Claim = { readonly path: string; refusal?: Refusal };

export type LoadedFile =
  & { readonly path: string; readonly row: ManifestRow | undefined }
  & (
    | { readonly type: "refused"; readonly refusal: Refusal }
    /** The same content as a file before it. */
    | { readonly type: "equal"; readonly claim: Claim }
    | {
      readonly type: "owner";
      readonly claim: Claim;
      readonly contentSha256: string;
      readonly bytes: Uint8Array;
    }
  );

export type LoadDependencies = {
  readonly source: SongSource;
  readonly manifest: Manifest;
  /** By content; an owner leaves when its batch is done. */
  readonly claims: Map<string, Claim>;
};

/** Reads files, as many at once as is good, and lets each claim its content. */
export async function loadFiles(
  { source, manifest, claims }: LoadDependencies,
  files: readonly SourceFile[],
  signal: AbortSignal,
): Promise<LoadedFile[]> {
  const read = await mapAtMost(files, MAX_READS, (file) => readFile(source, file, signal));
  return read.map((result, index) => {
    const { path } = files[index]!;
    const row = manifest.take(path);
    if ("code" in result) return { type: "refused", path, row, refusal: result };
    const earlier = claims.get(result.contentSha256);
    if (earlier) return { type: "equal", path, row, claim: earlier };
    const claim = { path };
    claims.set(result.contentSha256, claim);
    return { type: "owner", path, row, claim, ...result };
  });
}

type ReadFile = { readonly bytes: Uint8Array; readonly contentSha256: string };

async function readFile(
  source: SongSource,
  { path, sizeBytes, refusal }: SourceFile,
  signal: AbortSignal,
): Promise<ReadFile | Refusal> {
  if (refusal) return refusal;
  if (sizeBytes > MAX_IMPORT_BYTES) {
    return { code: "midi_too_large", reason: `The file is over ${MAX_IMPORT_BYTES} bytes` };
  }
  try {
    const bytes = await source.read(path, { maxBytes: MAX_IMPORT_BYTES, signal });
    return { bytes, contentSha256: await sha256Of(bytes) };
  } catch (error) {
    signal.throwIfAborted();
    const found = refusalOf(error);
    if (!found) throw error;
    return found;
  }
}
