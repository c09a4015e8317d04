// The songs that a few looks at the catalogue see, in one statement.

import {
  type Candidate,
  MAX_SEEN,
  type SongFilter,
  type SongLook,
} from "../../../songs/song_store.ts";
import type { Sql, Statement } from "../sql.ts";
import { endOfBeginning } from "./end_of_beginning.ts";
import { filterSongs } from "./filter_songs.ts";
import { candidateColumns, type CandidateRow, toCandidate } from "./song_rows.ts";

/** So many rows are read for those with the fewest words: 5 µs each from the system's cache. */
const MAX_READ = 100;

/** Each song once, in no order. */
export async function findSongs(
  sql: Sql,
  looks: readonly SongLook[],
  filter: SongFilter,
): Promise<Candidate[]> {
  if (looks.length === 0) return [];
  const condition = filterSongs(sql, filter);
  // Places in the table, as a song may be seen by several looks; they hold within a statement.
  const places = looks.map((look) => sql`(${placesOf(sql, look, condition)})`)
    .reduce((all, one) => sql`${all} union ${one}`);
  const statement = sql<CandidateRow[]>`
    select ${candidateColumns(sql)} from songs where ctid = any(array(${places}))`;
  // Without a filter about a hundred plans are kept, one for each number of looks and groups.
  const rows = await (Object.keys(filter).length === 0 ? statement : statement.fresh());
  return rows.map(toCandidate);
}

/** Songs whose title, or title and artist, are exactly `query`. */
export async function findExact(sql: Sql, query: string, limit: number): Promise<Candidate[]> {
  const rows = await sql<CandidateRow[]>`
    select ${candidateColumns(sql)} from songs
    where search_title = ${query} or search_text = ${query}
    order by search_title, search_artist, id limit ${limit}`;
  return rows.map(toCandidate);
}

function placesOf(sql: Sql, look: SongLook, condition: Statement<unknown>): Statement<unknown> {
  const limit = sql.literal(MAX_SEEN);
  if ("named" in look) {
    return sql`select ctid from songs
      where (search_title = any(${look.named}::text[]) or search_text = any(${look.named}::text[]))
        and ${condition} limit ${limit}`;
  }
  if ("begun" in look) {
    const end = endOfBeginning(look.begun);
    return sql`(select ctid from songs
        where search_title >= ${look.begun} and search_title < ${end} and ${condition}
        order by search_title limit ${limit})
      union (select ctid from songs
        where search_artist >= ${look.begun} and search_artist < ${end} and ${condition}
        order by search_artist limit ${limit})`;
  }
  const hasAll = look.words.map((group) => sql`search_words && ${group}::text[]`)
    .reduce((all, one) => sql`${all} and ${one}`);
  return sql`select place from (
      select ctid as place, cardinality(search_words) as length from songs
      where ${hasAll} and ${condition} limit ${sql.literal(MAX_READ)}) seen
    order by length limit ${limit}`;
}
