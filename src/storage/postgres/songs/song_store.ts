// The SongStore on PostgreSQL.

import type { SearchName, Song, SongRef } from "../../../songs/song.ts";
import type { KeptSong, SongStore } from "../../../songs/song_store.ts";
import type { Database } from "../database.ts";
import { isUuid } from "../is_uuid.ts";
import type { Sql } from "../sql.ts";
import { addSongs } from "./add_songs.ts";
import { readVersion } from "./catalogue_version.ts";
import { findExact, findSongs } from "./find_songs.ts";
import { findBegunWords, findLikeWords, findWords } from "./find_words.ts";
import { listSongs } from "./list_songs.ts";
import { removeSongs } from "./remove_songs.ts";
import { type KeptRow, songColumns, type SongRow, toKeptSong, toSong } from "./song_rows.ts";

/** Most songs one list gives. */
export const MAX_LIST_LIMIT = 1_000;

/** Failures of the connection are AppError `not_ready`. */
export function createSongStore(database: Database): SongStore {
  return {
    findWords: (keys, signal) => database.query((sql) => findWords(sql, keys), { signal }),
    findBegunWords: (beginning, signal) =>
      database.query((sql) => findBegunWords(sql, beginning), { signal }),
    findLikeWords: (words, signal) =>
      database.query((sql) => findLikeWords(sql, words), { signal }),
    findSongs: (looks, filter, signal) =>
      database.query((sql) => findSongs(sql, looks, filter), { signal }),
    list: (options, signal) => database.query((sql) => listSongs(sql, atMost(options)), { signal }),
    searchExact: (query, limit, signal) =>
      database.query((sql) => findExact(sql, query, limit), { signal }),
    find: (songId, signal) => database.query((sql) => findSong(sql, songId), { signal }),
    objectKeys: (songIds, signal) =>
      database.query((sql) => findObjectKeys(sql, songIds), { signal }),
    has: (names, signal) => database.query((sql) => hasSongs(sql, names), { signal }),
    hasContents: (hashes, signal) => database.query((sql) => hasContents(sql, hashes), { signal }),
    findAlike: (fingerprints, signal) =>
      database.query((sql) => findAlike(sql, fingerprints), { signal }),
    add: (songs, signal) => database.transaction((sql) => addSongs(sql, songs), { signal }),
    remove: (songIds, signal) =>
      database.transaction((sql) => removeSongs(sql, songIds), { signal }),
    page: (options, signal) => database.query((sql) => pageSongs(sql, atMost(options)), { signal }),
    count: (signal) => database.query(countSongs, { signal }),
    version: (signal) => database.query(readVersion, { signal }),
  };
}

function atMost<O extends { readonly limit: number }>(options: O): O {
  return { ...options, limit: Math.min(options.limit, MAX_LIST_LIMIT) };
}

async function findSong(sql: Sql, songId: string): Promise<Song | undefined> {
  if (!isUuid(songId)) return undefined;
  const [row] = await sql<SongRow[]>`
    select ${songColumns(sql)} from songs where id = ${songId}::uuid`;
  return row && toSong(row);
}

async function findObjectKeys(
  sql: Sql,
  songIds: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await sql<{ id: string; s3_url: string }[]>`
    select id, s3_url from songs where id = any(${songIds.filter(isUuid)}::uuid[])`;
  const keys = new Map(rows.map((row) => [row.id, row.s3_url]));
  return songIds.map((songId) => keys.get(songId.toLowerCase()));
}

async function hasSongs(sql: Sql, names: readonly SearchName[]): Promise<boolean[]> {
  const titles = names.map(({ searchTitle }) => searchTitle);
  const artists = names.map(({ searchArtist }) => searchArtist);
  const rows = await sql<{ is_there: boolean }[]>`
    select exists (
        select from songs where search_title = asked.title and search_artist = asked.artist
      ) as is_there
    from unnest(${titles}::text[], ${artists}::text[]) with ordinality
      as asked (title, artist, place)
    order by place`;
  return rows.map((row) => row.is_there);
}

async function hasContents(sql: Sql, hashes: readonly string[]): Promise<boolean[]> {
  const rows = await sql<{ content_sha256: string }[]>`
    select content_sha256 from songs where content_sha256 = any(${hashes}::text[])`;
  const known = new Set(rows.map((row) => row.content_sha256));
  return hashes.map((hash) => known.has(hash));
}

async function findAlike(
  sql: Sql,
  fingerprints: readonly string[],
): Promise<(SongRef | undefined)[]> {
  const asked = fingerprints.filter((fingerprint) => fingerprint !== "");
  const rows = await sql<{ id: string; title: string; artist: string; fingerprint: string }[]>`
    select distinct on (fingerprint) id, title, artist, fingerprint from songs
    where fingerprint = any(${asked}::text[]) and fingerprint <> ''
    order by fingerprint, created_at, id`;
  const alike = new Map(rows.map((row) => [row.fingerprint, row]));
  return fingerprints.map((fingerprint) => {
    const row = alike.get(fingerprint);
    return row && { songId: row.id, title: row.title, artist: row.artist };
  });
}

async function pageSongs(
  sql: Sql,
  { afterId, limit }: { readonly afterId?: string; readonly limit: number },
): Promise<KeptSong[]> {
  const rows = await sql<KeptRow[]>`
    select ${songColumns(sql)}, s3_url, content_sha256, fingerprint from songs
    where ${afterId === undefined ? sql`true` : sql`id > ${afterId}::uuid`}
    order by id limit ${limit}`;
  return rows.map(toKeptSong);
}

async function countSongs(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from songs`;
  return row?.count ?? 0;
}
