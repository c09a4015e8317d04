import { songWords } from "../../../songs/search/song_words.ts";
import { isUuid } from "../is_uuid.ts";
import type { Sql } from "../sql.ts";
import { raiseVersion } from "./catalogue_version.ts";
import { discountWords } from "./count_words.ts";

type RemovedRow = {
  readonly s3_url: string;
  readonly search_title: string;
  readonly search_artist: string;
};

/** Takes songs and their words away; answers the keys of their MIDI files. */
export async function removeSongs(sql: Sql, songIds: readonly string[]): Promise<string[]> {
  const rows = await sql<RemovedRow[]>`
    delete from songs where id = any(${songIds.filter(isUuid)}::uuid[])
    returning s3_url, search_title, search_artist`;
  if (rows.length === 0) return [];
  await discountWords(
    sql,
    rows.map((row) =>
      songWords({ searchTitle: row.search_title, searchArtist: row.search_artist })
    ),
  );
  await raiseVersion(sql);
  return rows.map((row) => row.s3_url);
}
