import type { CatalogueWord, WordLookup } from "../../../songs/song_store.ts";
import type { Sql } from "../sql.ts";

const MAX_BEGUN = 40;
const MAX_LIKE = 10;
const LAST_LETTER = "\u{10ffff}";

/** Words of the catalogue that have one of the keys, or begin so; the commonest begun ones. */
export async function findWords(sql: Sql, { keys, begun }: WordLookup): Promise<CatalogueWord[]> {
  const byKey = sql`select word, songs from song_words where keys && ${keys}::text[]`;
  if (begun === undefined) return await sql<CatalogueWord[]>`${byKey}`;
  return await sql<CatalogueWord[]>`
    ${byKey} union (
      select word, songs from song_words
      where word >= ${begun} and word < ${begun + LAST_LETTER}
      order by songs desc limit ${sql.literal(MAX_BEGUN)})`;
}

/** Words of the catalogue that share the most trigrams with one of these. */
export async function findLikeWords(sql: Sql, words: readonly string[]): Promise<CatalogueWord[]> {
  return await sql<CatalogueWord[]>`
    select near.word, near.songs from unnest(${words}::text[]) as asked (word),
      lateral (select word, songs from song_words where song_words.word % asked.word
        order by similarity(song_words.word, asked.word) desc
        limit ${sql.literal(MAX_LIKE)}) near`;
}
