// A database with the generated catalogue in it: of a PostgreSQL server of its own, or the embedded
// one. Loading takes minutes, so that a folder can be named in which it is kept for the next run;
// what was loaded by other rules than today's is loaded again.

import { join } from "node:path";
import { type Database, openDatabase } from "../../../src/storage/postgres/database.ts";
import { migrate } from "../../../src/storage/postgres/migrate.ts";
import { vacuum } from "../../../src/storage/postgres/vacuum.ts";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { startPostgresServer } from "../../support/postgres_server.ts";
import { CATALOGUE_SEED } from "./corrupt_query.ts";
import { loadingRules } from "./loading_rules.ts";
import { makeSong } from "./make_song.ts";

const SONGS_A_BATCH = 500;
/** Large for what it holds: 1,000,000 songs and their indexes take some GB. */
export const SERVER_SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "shared_buffers=512MB",
  "max_wal_size=4GB",
  "max_connections=100",
];

export type CatalogueOptions = {
  readonly songs: number;
  readonly isServer: boolean;
  /** Where the database is kept; undefined: nowhere. */
  readonly keepIn?: string | undefined;
  readonly onProgress?: (songs: number) => void;
};

export type CatalogueDatabase = AsyncDisposable & {
  readonly database: Database;
  /** Of the server; undefined for the embedded database. */
  readonly url: string | undefined;
  readonly dataDir: string;
  /** Undefined when it was there already. */
  readonly loadSeconds: number | undefined;
};

export async function openCatalogue(options: CatalogueOptions): Promise<CatalogueDatabase> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await folderOf(options, stack);
  const url = options.isServer ? await startServer(dataDir, stack) : undefined;
  const database = stack.use(await openDatabase({ databaseUrl: url, dataDir }));
  const loadSeconds = await loadOnce(database, options);
  const parts = stack.move();
  return { database, url, dataDir, loadSeconds, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Everybody may write there: the server is not run by who runs this. */
async function folderOf(
  { songs, isServer, keepIn }: CatalogueOptions,
  stack: AsyncDisposableStack,
): Promise<string> {
  if (keepIn === undefined) {
    const folder = await Deno.makeTempDir({ prefix: "orpheus-songs-" });
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    await Deno.chmod(folder, 0o777);
    return folder;
  }
  const folder = join(
    keepIn,
    `${isServer ? "server" : "embedded"}-${songs}-${await loadingRules()}`,
  );
  await Deno.mkdir(folder, { recursive: true });
  await Deno.chmod(folder, 0o777);
  return folder;
}

async function startServer(dataDir: string, stack: AsyncDisposableStack): Promise<string> {
  const options = { settings: SERVER_SETTINGS, keptFolder: join(dataDir, "server") };
  return stack.use(await startPostgresServer(options)).url("postgres");
}

async function loadOnce(
  database: Database,
  { songs, onProgress }: CatalogueOptions,
): Promise<number | undefined> {
  await migrate(database);
  const store = createSongStore(database);
  if (await store.count() >= songs) return undefined;
  const startMs = performance.now();
  for (let first = 0; first < songs; first += SONGS_A_BATCH) {
    const count = Math.min(SONGS_A_BATCH, songs - first);
    await store.add(
      Array.from({ length: count }, (_, index) => makeSong(CATALOGUE_SEED, first + index)),
    );
    onProgress?.(first + count);
  }
  const loadSeconds = (performance.now() - startMs) / 1000;
  await vacuum(database);
  return loadSeconds;
}
