// `deno run -A tests/bench/songs/import_bench.ts [--files=3000]`: how fast the import program brings a
// folder of 50 KB files into a new catalogue, analysis included, and how much memory it holds; on the
// embedded database and on PostgreSQL. With --files=100000 it takes half an hour and 10 GB of disk.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { analyseMidi } from "../../../src/songs/music/analyse_midi.ts";
import { openDatabase } from "../../../src/storage/postgres/database.ts";
import { migrate } from "../../../src/storage/postgres/migrate.ts";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { startPostgresServer } from "../../support/postgres_server.ts";
import { temporaryFolder } from "../../support/temporary_folder.ts";
import { type Figure, median } from "../figure.ts";
import { formatReport } from "../format_report.ts";
import { writeImportFiles } from "./import_files.ts";
import { type ImportRun, runImport } from "./import_run.ts";
import { importTune } from "./import_tune.ts";

const DEFAULT_FILES = 3_000;
const MIN_FILES_PER_SECOND = 150;
const CORES = 2;
const PEER_FILES = 200;
/** A server as people run it: what it has committed survives a loss of power. */
const SERVER_SETTINGS = ["shared_buffers=256MB", "max_connections=50"];

if (import.meta.main) await main(Deno.args);

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { files: { type: "string" } } });
  const figures = await measureImports({ files: Number(values.files ?? DEFAULT_FILES), say });
  say(`\n${formatReport(figures)}`);
}

export type ImportBench = {
  readonly files: number;
  /** Told what is being done, as it takes its time. */
  readonly say: (line: string) => void;
};

/** Imports as many files into an empty catalogue on each database. */
export async function measureImports({ files, say }: ImportBench): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const songs = join(folder.path, "songs");
  say(`Writing ${files} files …`);
  await writeImportFiles(songs, files);
  const peer = { name: "reading and analysing alone, on one core", samples: [analysisRate()] };
  say("Importing into the embedded database …");
  const embedded = await importInto(songs, join(folder.path, "embedded"), files);
  say("Importing into PostgreSQL …");
  await using server = await startPostgresServer({ settings: SERVER_SETTINGS });
  const url = server.url("postgres");
  const postgres = await importInto(songs, join(folder.path, "postgres"), files, url);
  return [
    ...figuresOf("embedded database", files, embedded, peer),
    ...figuresOf("PostgreSQL", files, postgres, peer),
  ];
}

async function importInto(
  songs: string,
  dataDir: string,
  files: number,
  databaseUrl?: string,
): Promise<ImportRun> {
  const env = { DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  await countSongs(dataDir, databaseUrl);
  const run = await runImport(songs, env);
  const count = await countSongs(dataDir, databaseUrl);
  if (count !== files) throw new Error(`Of ${files} files ${count} were imported`);
  return run;
}

/** In a catalogue that is made if need be: what that takes is no part of an import. */
async function countSongs(dataDir: string, databaseUrl?: string): Promise<number> {
  await Deno.mkdir(dataDir, { recursive: true });
  await using database = await openDatabase({ databaseUrl, dataDir });
  await migrate(database);
  return await createSongStore(database).count();
}

/** Files a second, when each has been heard often enough to be compiled. */
function analysisRate(): number {
  const tunes = Array.from({ length: PEER_FILES }, (_, seed) => importTune(seed));
  tunes.forEach(analyseMidi);
  const startMs = performance.now();
  tunes.forEach(analyseMidi);
  return PEER_FILES / ((performance.now() - startMs) / 1000);
}

function figuresOf(
  where: string,
  files: number,
  { seconds, cpuSeconds, rssMb }: ImportRun,
  peer: NonNullable<Figure["peer"]>,
): Figure[] {
  const quarter = (index: number) =>
    rssMb.slice(rssMb.length * index / 4, rssMb.length * (index + 1) / 4);
  return [
    {
      name: `import of ${files} files, ${where}`,
      unit: "files/s",
      target: { atLeast: MIN_FILES_PER_SECOND },
      samples: [files / seconds],
      peer,
    },
    {
      name: `processor time of a file, ${where}`,
      unit: "ms",
      target: { atMost: Math.round(1000 * CORES / MIN_FILES_PER_SECOND) },
      samples: [cpuSeconds * 1000 / files],
    },
    {
      name: `memory (RSS) meanwhile, ${where}`,
      unit: "MB",
      target: { atMost: 600, each: true },
      samples: rssMb,
    },
    {
      name: `its last quarter over the third, ${where}`,
      unit: "MB",
      target: { atMost: 30 },
      samples: [median(quarter(3)) - median(quarter(2))],
    },
  ];
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
