import { wordKeys } from "../../../songs/search/word_keys.ts";
import type { Sql } from "../sql.ts";

/** Of each song its words, each once. */
type Words = readonly (readonly string[])[];

/**
 * Adds the words of songs that come to those of the catalogue, and takes away those of songs that
 * go. One statement locks all words in one order, so that nobody waits in a circle.
 */
export async function countWords(
  sql: Sql,
  { added = [], removed = [] }: { readonly added?: Words; readonly removed?: Words },
): Promise<void> {
  const records = [...changesOf(added, removed)]
    .sort(([left], [right]) => left < right ? -1 : 1)
    .map(([word, songs]) => ({ word, songs, keys: wordKeys(word) }));
  await sql`
    insert into song_words (word, songs, keys)
    select word, songs, keys
    from jsonb_to_recordset(${JSON.stringify(records)}::text::jsonb)
      as counted (word text, songs int, keys text[])
    on conflict (word) do update set songs = song_words.songs + excluded.songs`;
  if (removed.length === 0) return;
  const words = records.map(({ word }) => word);
  await sql`delete from song_words where word = any(${words}::text[]) and songs <= 0`;
}

/** By how much each word is in more songs, or in fewer. */
function changesOf(added: Words, removed: Words): Map<string, number> {
  const changes = new Map<string, number>();
  const change = (word: string, songs: number) =>
    changes.set(word, (changes.get(word) ?? 0) + songs);
  for (const word of added.flat()) change(word, 1);
  for (const word of removed.flat()) change(word, -1);
  return changes;
}
