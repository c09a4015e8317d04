// The SongStore on PostgreSQL. Likeness is pg_trgm's: it forgives word order and typing errors.

import type { NewSong, SearchName, Song, SongStore, SongSummary } from "../../songs/song.ts";
import type { Database } from "./database.ts";
import type { Sql } from "./sql.ts";
import { isUuid } from "./is_uuid.ts";

/** Most songs one search gives. */
export const MAX_SEARCH_LIMIT = 200;
/** Below this likeness a song has nothing to do with the query. */
const MIN_SCORE = 0.3;
/** What likeness alone can reach: 1 is for the exact name. */
const MAX_INEXACT_SCORE = 0.99;

type SummaryRow = {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly duration_seconds: number;
  readonly tempo_bpm: number;
  readonly key: string;
};

type SongRow = SummaryRow & {
  readonly license: string;
  readonly source_note: string;
  readonly created_at: Date;
  readonly analysis: Song["analysis"];
};

/** Failures of the connection are AppError `not_ready`. */
export function createSongStore(database: Database): SongStore {
  return {
    search: (query, limit, signal) =>
      database.query((sql) => {
        const most = Math.min(limit, MAX_SEARCH_LIMIT);
        return query === "" ? listSongs(sql, most) : searchSongs(sql, query, most);
      }, { signal }),
    searchExact: (query, limit, signal) =>
      database.query((sql) => searchExact(sql, query, limit), { signal }),
    find: (songId, signal) => database.query((sql) => findSong(sql, songId), { signal }),
    objectKeys: (songIds, signal) =>
      database.query((sql) => findObjectKeys(sql, songIds), { signal }),
    has: (names, signal) => database.query((sql) => hasSongs(sql, names), { signal }),
    add: (song, signal) => database.query((sql) => insertSong(sql, song), { signal }),
    count: (signal) => database.query(countSongs, { signal }),
  };
}

async function listSongs(sql: Sql, limit: number): Promise<SongSummary[]> {
  const rows = await sql<SummaryRow[]>`
    select id, title, artist, duration_seconds, tempo_bpm, key from songs
    order by search_title collate "C", search_artist collate "C" limit ${limit}`;
  return rows.map((row) => toSummary(row, 1));
}

// Each list of candidates is as long as the answer, so the best of all lists are among them.
async function searchSongs(sql: Sql, query: string, limit: number): Promise<SongSummary[]> {
  const rows = await sql<(SummaryRow & { score: number })[]>`
    with candidates as (
      (select * from songs where search_title = ${query} or search_text = ${query} limit ${limit})
      union (select * from songs order by search_title <-> ${query} limit ${limit})
      union (select * from songs order by search_text <-> ${query} limit ${limit})
      union (select * from songs order by ${query} <<-> search_text limit ${limit})),
    scored as (
      select *, case when search_title = ${query} or search_text = ${query} then 1
        else least(${MAX_INEXACT_SCORE}::real, greatest(
          similarity(search_title, ${query}),
          similarity(search_text, ${query}),
          word_similarity(${query}, search_text))) end as score
      from candidates)
    select id, title, artist, duration_seconds, tempo_bpm, key, score from scored
    where score >= ${MIN_SCORE}::real
    order by score desc, search_title collate "C", search_artist collate "C" limit ${limit}`;
  return rows.map((row) => toSummary(row, row.score));
}

async function searchExact(sql: Sql, query: string, limit: number): Promise<SongSummary[]> {
  const rows = await sql<SummaryRow[]>`
    select id, title, artist, duration_seconds, tempo_bpm, key from songs
    where search_title = ${query} or search_text = ${query}
    order by search_title collate "C", search_artist collate "C" limit ${limit}`;
  return rows.map((row) => toSummary(row, 1));
}

async function findSong(sql: Sql, songId: string): Promise<Song | undefined> {
  if (!isUuid(songId)) return undefined;
  const [row] = await sql<SongRow[]>`
    select id, title, artist, duration_seconds, tempo_bpm, key, license, source_note, created_at,
      analysis
    from songs where id = ${songId}::uuid`;
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

async function insertSong(sql: Sql, song: NewSong): Promise<boolean> {
  const rows = await sql`
    insert into songs (id, title, artist, s3_url, created_at, search_title, search_artist,
      license, source_note, duration_seconds, tempo_bpm, key, analysis)
    values (${song.songId}::uuid, ${song.title}, ${song.artist}, ${song.objectKey},
      ${song.createdAt}::timestamptz, ${song.searchTitle}, ${song.searchArtist}, ${song.license},
      ${song.sourceNote}, ${song.durationSeconds}, ${song.tempoBpm}, ${song.key},
      ${JSON.stringify(song.analysis)}::text::jsonb)
    on conflict (search_title, search_artist) do nothing returning id`;
  return rows.length > 0;
}

async function countSongs(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from songs`;
  return row?.count ?? 0;
}

function toSummary(row: SummaryRow, score: number): SongSummary {
  return {
    songId: row.id,
    title: row.title,
    artist: row.artist,
    durationSeconds: row.duration_seconds,
    tempoBpm: row.tempo_bpm,
    key: row.key,
    score,
  };
}

function toSong(row: SongRow): Song {
  const { score: _, ...summary } = toSummary(row, 1);
  return {
    ...summary,
    license: row.license,
    sourceNote: row.source_note,
    createdAt: row.created_at.toISOString(),
    analysis: row.analysis,
  };
}
