import type { Sql } from "../sql.ts";

/** Another number whenever songs were added or removed since. */
export async function readVersion(sql: Sql): Promise<number> {
  const [row] = await sql<{ version: number }[]>`select version from song_catalogue`;
  return row?.version ?? 0;
}

/** The last statement of a transaction that changes the catalogue: others wait for its row. */
export async function raiseVersion(sql: Sql): Promise<void> {
  await sql`update song_catalogue set version = version + 1`;
}
