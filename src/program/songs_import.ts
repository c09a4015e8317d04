// `deno task songs:import PATH`: MIDI files into the catalogue.

import { basename } from "node:path";
import { parseArgs } from "node:util";
import { type Config, parseConfig } from "../config.ts";
import { MAX_SONG_NOTE_LENGTH, songNoteSchema } from "../songs/import/describe_song.ts";
import { dryRun } from "../songs/import/dry_run.ts";
import type { FileReport } from "../songs/import/file_report.ts";
import {
  findManifest,
  manifestFormatOf,
  MAX_MANIFEST_BYTES,
} from "../songs/import/find_manifest.ts";
import { importSongs } from "../songs/import/import_songs.ts";
import type { Manifest } from "../songs/import/manifest.ts";
import { parseManifest } from "../songs/import/parse_manifest.ts";
import type { SongSource } from "../songs/import/song_source.ts";
import { MusicTeam } from "../songs/music/music_team.ts";
import { openFolderSource } from "../storage/sources/folder_source.ts";
import { createFileProgress } from "./file_progress.ts";
import { openImportReport } from "./import_report.ts";
import { messageOf } from "./message_of.ts";
import { type Catalogue, openCatalogue } from "./open_catalogue.ts";
import { openSource } from "./open_source.ts";
import { plainText } from "./plain_text.ts";
import { print } from "./print.ts";
import { stopSignal } from "./stop_signal.ts";
import { RESUME, sumUpImport } from "./sum_up_import.ts";

const MAX_WORKERS = 256;
const USAGE = `deno task songs:import [options] PATH

  PATH             a folder, a MIDI file, a zip archive, or s3://bucket/prefix
  --manifest FILE  titles, artists, licences and sources of the files: CSV, TSV or JSON lines with
                   the columns path, title, artist, license, source
                   (manifest.csv, .tsv or .jsonl at the root of PATH)
  --license TEXT   what a song shows as its licence when no manifest says (unknown)
  --source TEXT    where a song comes from, when no manifest says (unknown)
  --report FILE    writes a line of JSON for each file refused, doubled or alike
  --dry-run        does everything but change the catalogue
  --workers N      how many files are analysed at once (one for each processor)

Run again after a stop, it goes on where it was. Ctrl+C finishes what has begun.
Exit code 0: every file is in the catalogue. 1: some were refused, or the import did not end.
`;

export type ImportArguments = {
  readonly path: string;
  readonly manifest?: string | undefined;
  readonly license: string;
  readonly source: string;
  readonly report?: string | undefined;
  readonly isDry: boolean;
  readonly workers: number;
};

if (import.meta.main) Deno.exit(await main(Deno.args, Deno.env.toObject()));

/** The exit code. */
async function main(args: string[], environment: Record<string, string>): Promise<number> {
  try {
    const asked = parseArguments(args);
    if (asked === undefined) {
      print(USAGE);
      return args.includes("--help") ? 0 : 1;
    }
    return await runImport(parseConfig(environment), asked);
  } catch (error) {
    print(`${plainText(messageOf(error))}\n`);
    return 1;
  }
}

/** Undefined where only the usage helps. */
function parseArguments(args: string[]): ImportArguments | undefined {
  const { values, positionals: [path, ...rest] } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      manifest: { type: "string" },
      license: { type: "string", default: "unknown" },
      source: { type: "string", default: "unknown" },
      report: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      workers: { type: "string", default: String(navigator.hardwareConcurrency) },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || path === undefined || rest.length > 0) return undefined;
  const workers = Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS) {
    throw new RangeError(`--workers is a number from 1 to ${MAX_WORKERS}: got "${values.workers}"`);
  }
  for (const note of [values.license, values.source]) {
    if (songNoteSchema.safeParse(note).success) continue;
    throw new RangeError(
      `--license and --source are 1 to ${MAX_SONG_NOTE_LENGTH} plain characters`,
    );
  }
  return { ...values, path, isDry: values["dry-run"], workers };
}

async function runImport(config: Config, asked: ImportArguments): Promise<number> {
  await using stack = new AsyncDisposableStack();
  // Before the database is opened: a source that is not to be trusted changes nothing at all.
  const source = stack.use(await openSource(asked.path, config.storage.s3Access));
  const manifest = await openManifest(source, asked.manifest);
  const catalogue = await openCatalogue(config, stack);
  const stopping = new AbortController();
  void stopSignal().then(() => {
    print("\nStopping: what has begun is finished first. Ctrl+C again ends at once.\n");
    stopping.abort();
  });
  return await importFrom(source, manifest, { asked, catalogue, stopping: stopping.signal });
}

async function openManifest(source: SongSource, path: string | undefined): Promise<Manifest> {
  if (path === undefined) return await findManifest(source);
  const format = manifestFormatOf(path);
  if (format === undefined) throw new RangeError("--manifest is a .csv, .tsv or .jsonl file");
  await using file = await openFolderSource(path);
  const bytes = await file.read(basename(await Deno.realPath(path)), {
    maxBytes: MAX_MANIFEST_BYTES,
  });
  return parseManifest(bytes, format);
}

type Setting = {
  readonly asked: ImportArguments;
  readonly catalogue: Catalogue;
  readonly stopping: AbortSignal;
};

async function importFrom(
  source: SongSource,
  manifest: Manifest,
  { asked, catalogue: { songs, objects }, stopping }: Setting,
): Promise<number> {
  using report = asked.report === undefined ? undefined : await openImportReport(asked.report);
  using team = new MusicTeam({ threads: asked.workers });
  const progress = createFileProgress({
    print,
    now: () => performance.now(),
    isTerminal: Deno.stdout.isTerminal(),
    showsRefusals: report === undefined,
  });
  const counting = new AbortController();
  const isCounted = source.count(counting.signal).then(progress.setTotal, () => {});
  const counts = { imported: 0, duplicate: 0, refused: 0, alike: 0 };
  const deps = {
    store: songs,
    files: objects,
    study: (bytes: Uint8Array, signal: AbortSignal) => team.run("study", bytes, signal),
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
  };
  try {
    const summary = await importSongs(asked.isDry ? dryRun(deps) : deps, {
      source,
      manifest,
      notes: { license: asked.license, sourceNote: asked.source },
      stopping,
      async onFile(file: FileReport) {
        counts[file.outcome]++;
        if (file.outcome !== "refused") progress.show();
        else if (file.line === undefined) progress.show(file);
        else progress.refuse(file);
        await report?.add(file);
      },
    });
    progress.finish();
    await report?.finish(summary);
    print(sumUpImport(summary, asked));
    return summary.isComplete && summary.refused === 0 ? 0 : 1;
  } catch (error) {
    progress.finish();
    // First, as the report may be what has failed.
    print(`The import broke off: ${plainText(messageOf(error))}\n${RESUME}`);
    await report?.finish({ ...counts, isComplete: false, error: messageOf(error) });
    return 1;
  } finally {
    counting.abort();
    await isCounted;
  }
}
