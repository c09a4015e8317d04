import { describeValue } from "../describe_value.ts";
import type { Chapter } from "../music/chapter.ts";
import { type CatalogueDatabase, SERVER_SETTINGS } from "./catalogue_database.ts";

/** How quickly the songs were loaded, and what they take. */
export async function describeLoading(
  name: string,
  songs: number,
  { database, url, loadSeconds }: CatalogueDatabase,
): Promise<Chapter> {
  const sizes = await database.query((sql) =>
    sql<{ name: string; bytes: number }[]>`
      select relname as name, pg_relation_size(oid) as bytes from pg_class
      where relname ~ '^songs?_' or relname = 'songs' order by bytes desc`
  );
  const [words] = await database.query((sql) =>
    sql<{ count: number }[]>`select count(*) as count from song_words`
  );
  const rate = loadSeconds === undefined ? "kept" : `${Math.round(songs / loadSeconds)} songs/s`;
  return {
    title: `Loaded: ${name}`,
    goals: [],
    rows: [
      ["loaded", "different words", "table and indexes over 1 MB"],
      [
        rate,
        `${words?.count ?? 0}`,
        sizes.filter(({ bytes }) => bytes > 1e6)
          .map(({ name, bytes }) => `${name} ${describeValue(bytes / 1e6)} MB`).join(", "),
      ],
    ],
    ...url !== undefined && { remarks: [`Settings: ${SERVER_SETTINGS.join(", ")}.`] },
  };
}
