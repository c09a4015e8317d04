import type { SongFilter } from "../../../songs/song_store.ts";
import type { Sql, Statement } from "../sql.ts";

/** The condition of a `where` that a filter means: only what it names, so that indexes fit it. */
export function filterSongs(sql: Sql, filter: SongFilter): Statement<unknown> {
  const { key, license, hasDrums, minTempoBpm, maxTempoBpm } = filter;
  const { minDurationSeconds, maxDurationSeconds } = filter;
  const conditions = [
    key !== undefined && sql`key = ${key}`,
    license !== undefined && sql`license = ${license}`,
    hasDrums !== undefined && sql`has_drums = ${hasDrums}::boolean`,
    minTempoBpm !== undefined && sql`tempo_bpm >= ${minTempoBpm}::float8`,
    maxTempoBpm !== undefined && sql`tempo_bpm <= ${maxTempoBpm}::float8`,
    minDurationSeconds !== undefined && sql`duration_seconds >= ${minDurationSeconds}::float8`,
    maxDurationSeconds !== undefined && sql`duration_seconds <= ${maxDurationSeconds}::float8`,
  ];
  return conditions.filter((condition) => condition !== false)
    .reduce<Statement<unknown>>((all, one) => sql`${all} and ${one}`, sql`true`);
}
