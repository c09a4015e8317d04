// Adds songs and their words in one transaction. Words are written in one order by everybody, so
// that two imports wait for each other and never in a circle; the version of the catalogue comes
// last, as it is held until the commit.

import type { NewSong } from "../../../songs/song.ts";
import { songWords } from "../../../songs/search/song_words.ts";
import type { Sql } from "../sql.ts";
import { SEARCH_VERSION } from "./search_version.ts";
import { countWords } from "./count_words.ts";
import { raiseVersion } from "./catalogue_version.ts";

/** False for each song whose content is there already. */
export async function addSongs(sql: Sql, songs: readonly NewSong[]): Promise<boolean[]> {
  if (songs.length === 0) return [];
  const records = songs.map(toRecord);
  const added = await insertSongs(sql, records);
  if (added.size > 0) {
    const words = records.filter(({ id }) => added.has(id)).map(({ words }) => words);
    await countWords(sql, { added: words });
    await raiseVersion(sql);
  }
  return records.map(({ id }) => added.has(id));
}

async function insertSongs(sql: Sql, records: readonly SongRecord[]): Promise<Set<string>> {
  const rows = records.toSorted((left, right) =>
    left.content_sha256 < right.content_sha256 ? -1 : 1
  );
  const inserted = await sql<{ id: string }[]>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as song (
        id uuid, title text, artist text, object_key text, created_at timestamptz,
        search_title text, search_artist text, license text, source_note text,
        duration_seconds float8, tempo_bpm float8, key text, analysis jsonb,
        content_sha256 text, fingerprint text, has_drums boolean, words text[])),
    added as (
      insert into songs (id, title, artist, s3_url, created_at, search_title, search_artist,
        license, source_note, duration_seconds, tempo_bpm, key, content_sha256, fingerprint,
        has_drums, search_words, search_version)
      select id, title, artist, object_key, created_at, search_title, search_artist, license,
        source_note, duration_seconds, tempo_bpm, key, content_sha256, fingerprint, has_drums,
        words, ${sql.literal(SEARCH_VERSION)} from given
      on conflict do nothing returning id)
    insert into song_analyses (song_id, analysis)
    select id, analysis from given where id in (select id from added)
    returning song_id as id`;
  return new Set(inserted.map(({ id }) => id));
}

type SongRecord = ReturnType<typeof toRecord>;

function toRecord(song: NewSong) {
  return {
    id: song.songId,
    title: song.title,
    artist: song.artist,
    object_key: song.objectKey,
    created_at: song.createdAt,
    search_title: song.searchTitle,
    search_artist: song.searchArtist,
    license: song.license,
    source_note: song.sourceNote,
    duration_seconds: song.durationSeconds,
    tempo_bpm: song.tempoBpm,
    key: song.key,
    analysis: song.analysis,
    content_sha256: song.contentSha256,
    fingerprint: song.fingerprint,
    has_drums: song.hasDrums,
    words: songWords(song),
  };
}
