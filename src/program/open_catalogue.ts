// The catalogue as the programs of the command line need it: its rows, and the objects they name.

import type { Config } from "../config.ts";
import type { ObjectStore } from "../jobs/object_store.ts";
import type { SongStore } from "../songs/song_store.ts";
import { openDatabase } from "../storage/postgres/database.ts";
import { migrate } from "../storage/postgres/migrate.ts";
import { createSongStore } from "../storage/postgres/songs/song_store.ts";
import { openObjects } from "./open_objects.ts";

export type Catalogue = { readonly songs: SongStore; readonly objects: ObjectStore };

/** Opens it, its schema up to date. Embedded, the database is this process's alone. */
export async function openCatalogue(
  config: Config,
  stack: AsyncDisposableStack,
): Promise<Catalogue> {
  const { dataDir, databaseUrl } = config.storage;
  const database = stack.use(await openDatabase({ databaseUrl, dataDir }));
  await migrate(database);
  return { songs: createSongStore(database), objects: await openObjects(config.storage, stack) };
}
