import type { Candidate, ListOptions } from "../../../songs/song_store.ts";
import type { Sql } from "../sql.ts";
import { filterSongs } from "./filter_songs.ts";
import { candidateColumns, type CandidateRow, toCandidate } from "./song_rows.ts";

/** All songs by title, then artist, then id. */
export async function listSongs(
  sql: Sql,
  { filter, limit, after }: ListOptions,
): Promise<Candidate[]> {
  const rows = await sql<CandidateRow[]>`
    select ${candidateColumns(sql)} from songs
    where ${filterSongs(sql, filter)} and ${after ? isBehind(sql, after) : sql`true`}
    order by search_title, search_artist, id limit ${limit}`.fresh();
  return rows.map(toCandidate);
}

function isBehind(
  sql: Sql,
  { searchTitle, searchArtist, songId }: NonNullable<ListOptions["after"]>,
) {
  return sql`(search_title, search_artist, id) > (${searchTitle}, ${searchArtist}, ${songId}::uuid)`;
}
