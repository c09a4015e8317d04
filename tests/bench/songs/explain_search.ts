// The plans by which the database searches.

import pg from "pg";
import { searchSongs } from "../../../src/songs/search/search_songs.ts";
import type { Database } from "../../../src/storage/postgres/database.ts";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { createSql } from "../../../src/storage/postgres/sql.ts";
import type { CatalogueDatabase } from "./catalogue_database.ts";

export type Plan = {
  readonly name: string;
  readonly statement: string;
  /** As `explain (analyze, buffers)` says it. */
  readonly lines: readonly string[];
  /** In the report too, not in the file alone. */
  readonly isShown: boolean;
};

type Explained = Pick<Plan, "statement" | "lines">;

export async function explain(
  client: pg.Client,
  statement: string,
  values: readonly unknown[],
): Promise<Explained> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    `explain (analyze, buffers) ${statement}`,
    [...values],
  );
  return { statement, lines: rows.map((row) => row["QUERY PLAN"]) };
}

/** The plans of all statements that searches for these queries send; of the first they are shown. */
export async function explainSearches(
  { url }: CatalogueDatabase,
  queries: readonly string[],
): Promise<Plan[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const plans: Plan[] = [];
    for (const query of queries) {
      const database = explainingDatabase(
        client,
        (plan) => plans.push({ ...plan, name: query, isShown: query === queries[0] }),
      );
      await searchSongs(createSongStore(database), { text: query, filter: {}, limit: 20 });
    }
    return plans;
  } finally {
    await client.end();
  }
}

/** A database that sends each statement twice: for its plan, and for its rows. */
function explainingDatabase(
  client: pg.Client,
  onPlan: (plan: Explained) => void,
): Database {
  let last: Promise<unknown> = Promise.resolve();
  const sql = createSql((statement, values = []) => {
    const answer = last.then(async () => {
      onPlan(await explain(client, statement, values));
      return await client.query(statement, [...values]);
    });
    last = answer.catch(() => {});
    return answer;
  });
  return {
    isEmbedded: false,
    sql,
    query: async (work) => await work(sql),
    transaction: async (work) => await work(sql),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A plan in a few lines: its nodes, and the time and buffers of the whole. */
export function shortenPlan({ lines }: Plan): string[] {
  const nodes = lines.filter((line) =>
    /->|Scan|^Limit|^Sort/.test(line) && !/Cond|Filter/.test(line)
  )
    .map((line) => line.replace(/\s+\(cost=[^)]*\)/, "").replace(/\(actual time=\S+ /, "("));
  const buffers = lines.find((line) => line.includes("Buffers:"))?.trim() ?? "";
  const times = lines.filter((line) => /^(Planning|Execution) Time/.test(line)).join(", ");
  return [...nodes.slice(0, 12), `${buffers}; ${times}`];
}
