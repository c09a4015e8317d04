// What an import leaves behind, without what differs from run to run: ids and times.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { KeptSong, SongStore } from "../../src/songs/song_store.ts";
import { sha256Of } from "../../src/songs/import/sha256_of.ts";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";

const PAGE_SONGS = 500;

export type CataloguePlace = { readonly dataDir: string; readonly databaseUrl?: string };

export type ImportCatalogue = {
  /** In order of their content. */
  readonly songs: readonly Omit<KeptSong, "songId" | "createdAt">[];
  readonly words: readonly unknown[];
  /** Keys of the MIDI files, each with the content that its key says. */
  readonly objects: readonly string[];
};

/** Reads a catalogue that no process is writing to. */
export async function readCatalogue({ dataDir, databaseUrl }: CataloguePlace) {
  await using database = await openDatabase({ databaseUrl, dataDir });
  const songs = await readSongs(createSongStore(database));
  const words = await database.query((sql) =>
    sql`select word, songs, keys from song_words order by word`
  );
  const catalogue: ImportCatalogue = {
    songs,
    words: [...words],
    objects: await readObjects(dataDir),
  };
  return catalogue;
}

/** How many objects there are so far: how far an import has come. */
export async function countObjects(dataDir: string): Promise<number> {
  return (await objectNames(dataDir)).length;
}

async function readSongs(store: SongStore): Promise<ImportCatalogue["songs"]> {
  const songs: KeptSong[] = [];
  for (let page = await store.page({ limit: PAGE_SONGS }); page.length > 0;) {
    songs.push(...page);
    page = await store.page({ limit: PAGE_SONGS, afterId: page.at(-1)!.songId });
  }
  return songs.map(({ songId: _songId, createdAt: _createdAt, ...rest }) => rest)
    .sort((a, b) => a.contentSha256 < b.contentSha256 ? -1 : 1);
}

async function readObjects(dataDir: string): Promise<string[]> {
  const names = await objectNames(dataDir);
  for (const name of names) {
    const bytes = await Deno.readFile(join(songsFolder(dataDir), name));
    assert.equal(`${await sha256Of(bytes)}.mid`, name);
  }
  return names.map((name) => `songs/${name}`).sort();
}

async function objectNames(dataDir: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(songsFolder(dataDir)))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function songsFolder(dataDir: string): string {
  return join(dataDir, "objects", "songs");
}
