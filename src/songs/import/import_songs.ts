// Imports all songs of a source. Files flow through in batches: while one is written, others are
// analysed and the next is read, so that memory is bounded and no processor waits. A file that cannot
// be imported is reported and the others go on; a store or a source that fails ends the import, and
// the next run goes on where this one ended, as the catalogue itself tells what is done.

import { batchFiles } from "./batch_files.ts";
import type { FileReport, ImportCounts } from "./file_report.ts";
import { type BatchDependencies, type BatchOptions, importBatch } from "./import_batch.ts";
import { type Claim, type LoadedFile, loadFiles } from "./load_files.ts";
import type { Manifest } from "./manifest.ts";
import type { SongSource, SourceFile } from "./song_source.ts";

export const MAX_IMPORT_FILES = 2_000_000;
/** Batches between reading and writing. */
const MAX_BATCHES = 3;

export type ImportRequest = {
  readonly source: SongSource;
  readonly manifest: Manifest;
  readonly notes: BatchOptions["notes"];
  readonly onFile: (report: FileReport) => void | Promise<void>;
  /** @default `MAX_IMPORT_FILES` */
  readonly maxFiles?: number;
  /** Finishes what has been read, and begins nothing more. */
  readonly stopping?: AbortSignal;
  /** Breaks off at once. */
  readonly signal?: AbortSignal;
};

export type ImportSummary = ImportCounts & {
  /** False when it was stopped. */
  readonly isComplete: boolean;
};

/**
 * Imports the files of a source in their order, and counts what became of them.
 * @throws {RangeError} when there are over `maxFiles`; batches before are imported.
 */
export async function importSongs(
  deps: BatchDependencies,
  request: ImportRequest,
): Promise<ImportSummary> {
  const run = startRun(deps, request);
  const { source, manifest, stopping, maxFiles = MAX_IMPORT_FILES } = request;
  let isComplete = true;
  try {
    await run.report(manifest.problems.map(reportRow));
    for await (const files of batchFiles(limit(source.list(run.signal), maxFiles))) {
      isComplete = !stopping?.aborted;
      if (!isComplete) break;
      await run.begin(files);
    }
    await run.finish();
    if (isComplete) await run.report([...manifest.missing()].map(reportRow));
    return { ...run.counts, isComplete };
  } catch (error) {
    await run.fail(error);
    throw error;
  }
}

/** The batches that are on their way, each waiting for its turn to be written. */
function startRun(
  deps: BatchDependencies,
  { source, manifest, notes, onFile, signal }: ImportRequest,
) {
  const failing = new AbortController();
  const counts = { imported: 0, duplicate: 0, refused: 0, alike: 0 };
  const claims = new Map<string, Claim>();
  const batches: Promise<void>[] = [];
  const run = {
    counts: counts as ImportCounts,
    signal: AbortSignal.any([failing.signal, ...(signal ? [signal] : [])]),
    async report(reports: readonly FileReport[]): Promise<void> {
      for (const report of reports) {
        counts[report.outcome]++;
        if (report.outcome === "imported" && report.alike) counts.alike++;
        await onFile(report);
      }
    },
    /** Resolves when the next batch may come. */
    async begin(files: readonly SourceFile[]): Promise<void> {
      const loaded = await loadFiles({ source, manifest, claims }, files, run.signal);
      const batch = write(loaded, batches.at(-1) ?? Promise.resolve());
      // Whoever waits for it hears of a failure; until then nobody may be waiting.
      batch.catch((error) => failing.abort(error));
      batches.push(batch);
      if (batches.length > MAX_BATCHES) await batches.shift();
    },
    async finish(): Promise<void> {
      await Promise.all(batches);
    },
    async fail(error: unknown): Promise<void> {
      failing.abort(error);
      await Promise.allSettled(batches);
    },
  };
  async function write(loaded: readonly LoadedFile[], turn: Promise<void>): Promise<void> {
    await run.report(await importBatch(deps, loaded, { notes, turn, signal: run.signal }));
    for (const file of loaded) if (file.type === "owner") claims.delete(file.contentSha256);
  }
  return run;
}

async function* limit(
  files: AsyncIterable<SourceFile>,
  maxFiles: number,
): AsyncGenerator<SourceFile> {
  let count = 0;
  for await (const file of files) {
    if (++count > maxFiles) {
      throw new RangeError(`Cannot import more than ${maxFiles} files from one source`);
    }
    yield file;
  }
}

function reportRow({ path, line, reason }: Manifest["problems"][number]): FileReport {
  return { outcome: "refused", path, line, code: "manifest_row", reason };
}
