// Makes the search columns of songs that were added under earlier rules, or by the seed's script.

import { searchNameOf } from "../../../songs/search/search_name.ts";
import { songWords } from "../../../songs/search/song_words.ts";
import type { Database } from "../database.ts";
import type { Sql } from "../sql.ts";
import { raiseVersion } from "./catalogue_version.ts";
import { countWords } from "./count_words.ts";
import { SEARCH_VERSION } from "./search_version.ts";

const BATCH = 500;

type OutdatedRow = {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly search_words: string[];
};

/** Answers how many there were. Processes that do it at once share the work. */
export async function reindexSongs(database: Database, signal?: AbortSignal): Promise<number> {
  for (let total = 0;;) {
    const done = await database.transaction(reindexBatch, { signal });
    if (done === 0) return total;
    total += done;
  }
}

async function reindexBatch(sql: Sql): Promise<number> {
  const rows = await sql<OutdatedRow[]>`
    select id, title, artist, search_words from songs
    where search_version < ${sql.literal(SEARCH_VERSION)}
    order by id limit ${sql.literal(BATCH)} for update skip locked`;
  if (rows.length === 0) return 0;
  const songs = rows.map(({ id, title, artist }) => {
    const name = searchNameOf({ title, artist });
    return { id, title: name.searchTitle, artist: name.searchArtist, words: songWords(name) };
  });
  await sql`
    update songs set search_title = made.title, search_artist = made.artist,
      search_words = made.words, search_version = ${sql.literal(SEARCH_VERSION)}
    from jsonb_to_recordset(${JSON.stringify(songs)}::text::jsonb)
      as made (id uuid, title text, artist text, words text[])
    where songs.id = made.id`;
  await countWords(sql, {
    added: songs.map(({ words }) => words),
    removed: rows.map((row) => row.search_words),
  });
  await raiseVersion(sql);
  return rows.length;
}
