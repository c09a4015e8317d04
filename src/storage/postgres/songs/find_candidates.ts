// The songs that a name may mean.

import { wordsOf } from "../../../songs/search/words_of.ts";
import type { Candidate, SongFilter } from "../../../songs/song_store.ts";
import type { Sql } from "../sql.ts";
import { filterSongs } from "./filter_songs.ts";
import { candidateColumns, type CandidateRow, toCandidate } from "./song_rows.ts";

const MAX_CANDIDATES = 200;

export async function findCandidates(
  sql: Sql,
  query: string,
  filter: SongFilter,
): Promise<Candidate[]> {
  const words = wordsOf(query);
  const rows = await sql<CandidateRow[]>`
    select ${candidateColumns(sql)} from songs
    where search_words && ${words}::text[] and ${filterSongs(sql, filter)}
    limit ${MAX_CANDIDATES}`;
  return rows.map(toCandidate);
}

export async function findExact(sql: Sql, query: string, limit: number): Promise<Candidate[]> {
  const rows = await sql<CandidateRow[]>`
    select ${candidateColumns(sql)} from songs
    where search_title collate "C" = ${query} or search_text collate "C" = ${query}
    order by search_title collate "C", search_artist collate "C", id limit ${limit}`;
  return rows.map(toCandidate);
}
