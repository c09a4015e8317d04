import { wordKeys } from "../../../songs/search/word_keys.ts";
import type { Sql } from "../sql.ts";

/** Adds the words of new songs, a list for each song, to the words of the catalogue. */
export async function countWords(sql: Sql, songs: readonly (readonly string[])[]): Promise<void> {
  const records = [...countsOf(songs)]
    .sort(([left], [right]) => left < right ? -1 : 1)
    .map(([word, songs]) => ({ word, songs, keys: wordKeys(word) }));
  await sql`
    insert into song_words (word, songs, keys)
    select word, songs, keys
    from jsonb_to_recordset(${JSON.stringify(records)}::text::jsonb)
      as counted (word text, songs int, keys text[])
    on conflict (word) do update set songs = song_words.songs + excluded.songs`;
}

/** Takes the words of songs that go from those of the catalogue. */
export async function discountWords(
  sql: Sql,
  songs: readonly (readonly string[])[],
): Promise<void> {
  const counts = [...countsOf(songs)];
  if (counts.length === 0) return;
  const words = counts.map(([word]) => word);
  const lost = counts.map(([, count]) => count);
  await sql`
    with locked as (
      select word from song_words where word = any(${words}::text[]) order by word for update)
    update song_words set songs = song_words.songs - lost.songs
    from unnest(${words}::text[], ${lost}::int[]) as lost (word, songs), locked
    where song_words.word = lost.word and locked.word = lost.word`;
  await sql`delete from song_words where word = any(${words}::text[]) and songs <= 0`;
}

function countsOf(songs: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of songs.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
