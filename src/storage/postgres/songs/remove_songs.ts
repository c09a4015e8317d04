import { isUuid } from "../is_uuid.ts";
import type { Sql } from "../sql.ts";
import { raiseVersion } from "./catalogue_version.ts";
import { countWords } from "./count_words.ts";

type RemovedRow = {
  readonly s3_url: string;
  /** As they were counted, perhaps under earlier rules. */
  readonly search_words: string[];
};

/** Takes songs and their words away; answers the keys of their MIDI files. */
export async function removeSongs(sql: Sql, songIds: readonly string[]): Promise<string[]> {
  const rows = await sql<RemovedRow[]>`
    delete from songs where id = any(${songIds.filter(isUuid)}::uuid[])
    returning s3_url, search_words`;
  if (rows.length === 0) return [];
  await countWords(sql, { removed: rows.map((row) => row.search_words) });
  await raiseVersion(sql);
  return rows.map((row) => row.s3_url);
}
