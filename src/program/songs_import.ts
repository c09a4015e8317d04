// `deno task songs:import <path>`: MIDI files into the catalogue, with a progress bar.

import { parseArgs } from "node:util";
import { parseConfig } from "../config.ts";
import { analyseMidi } from "../songs/music/analyse_midi.ts";
import { type FileReport, type ImportFile, importPath } from "../songs/import/import_path.ts";
import { openDatabase } from "../storage/postgres/database.ts";
import { migrate } from "../storage/postgres/migrate.ts";
import { createSongStore } from "../storage/postgres/songs/song_store.ts";
import { openObjects } from "./open_objects.ts";

const BAR_WIDTH = 32;
const USAGE = `deno task songs:import [--license TEXT] [--source TEXT] PATH

  PATH       a MIDI file, or a folder; names like "Artist - Title.mid" become title and artist
  --license  what each song shows as its licence (unknown)
  --source   where the songs come from, for people (unknown)
`;

if (import.meta.main) Deno.exit(await main(Deno.args, Deno.env.toObject()));

/** The exit code: 0 when every file was imported or there already. */
async function main(args: string[], environment: Record<string, string>): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        license: { type: "string", default: "unknown" },
        source: { type: "string", default: "unknown" },
        help: { type: "boolean", default: false },
      },
    });
    const [path, ...rest] = positionals;
    if (values.help || path === undefined || rest.length > 0) {
      print(USAGE);
      return values.help ? 0 : 1;
    }
    return await importInto(parseConfig(environment), path, values);
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function importInto(
  config: ReturnType<typeof parseConfig>,
  path: string,
  texts: { readonly license: string; readonly source: string },
): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { dataDir, databaseUrl } = config.storage;
  const database = stack.use(await openDatabase({ databaseUrl, dataDir }));
  await migrate(database);
  const counts = await importPath({
    store: createSongStore(database),
    files: await openObjects(config.storage, stack),
    analyse: analyseMidi,
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
    listFiles,
    readFile: (file) => Deno.readFile(file),
  }, { path, license: texts.license, sourceNote: texts.source, onFile: show });
  const { imported, duplicate, refused } = counts;
  print(`\n${imported} imported, ${duplicate} there already, ${refused} refused\n`);
  return refused === 0 ? 0 : 1;
}

async function* listFiles(path: string): AsyncGenerator<ImportFile> {
  const { isDirectory, isFile, size } = await Deno.stat(path);
  if (isFile) yield { path, sizeBytes: size };
  if (!isDirectory) return;
  for await (const entry of Deno.readDir(path)) {
    if (!entry.isSymlink) yield* listFiles(`${path}/${entry.name}`);
  }
}

function show({ path, outcome, reason, done, total }: FileReport): void {
  const filled = Math.round(BAR_WIDTH * done / total);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  if (outcome === "refused") print(`\r\x1b[K${path}: ${reason}\n`);
  print(`\r\x1b[K${bar} ${done}/${total}`);
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
