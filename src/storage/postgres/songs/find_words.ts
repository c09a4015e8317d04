import type { CatalogueWord, FoundWord } from "../../../songs/song_store.ts";
import type { Sql } from "../sql.ts";
import { endOfBeginning } from "./end_of_beginning.ts";

const MAX_BEGUN = 40;
const MAX_LIKE = 10;

/**
 * Words with each of these keys. One look at the index for each: of many keys at once the planner
 * expects so many words that it reads the whole table.
 */
export async function findWords(sql: Sql, keys: readonly string[]): Promise<FoundWord[]> {
  return await sql<FoundWord[]>`
    select key, word, songs from unnest(${keys}::text[]) as asked (key),
      lateral (select word, songs from song_words where keys @> array[key] offset 0) found`;
}

/** The commonest words that begin so. */
export async function findBegunWords(sql: Sql, beginning: string): Promise<CatalogueWord[]> {
  return await sql<CatalogueWord[]>`
    select word, songs from song_words
    where word >= ${beginning} and word < ${endOfBeginning(beginning)}
    order by songs desc limit ${sql.literal(MAX_BEGUN)}`;
}

/** The words that share the most trigrams with each of these. */
export async function findLikeWords(sql: Sql, words: readonly string[]): Promise<FoundWord[]> {
  return await sql<FoundWord[]>`
    select key, near.word, near.songs from unnest(${words}::text[]) as asked (key),
      lateral (select word, songs from song_words where word % key
        order by similarity(word, key) desc limit ${sql.literal(MAX_LIKE)}) near`;
}
