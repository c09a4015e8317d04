// `deno run -A tests/bench/songs/write_queries.ts`: writes the test set again, in ten minutes.

import { makeQueries } from "./make_queries.ts";
import { QUERIES_FILE, type TestQuery, writeQueries } from "./test_query.ts";

/** How many queries of each kind were drawn and dropped as they fit another song as well. */
const COUNTS_FILE = new URL("./dropped_queries.tsv", import.meta.url);
const CATALOGUE_SONGS = 1_000_000;

if (import.meta.main) await main(Number(Deno.args[0] ?? CATALOGUE_SONGS));

async function main(songs: number): Promise<void> {
  const queries: TestQuery[] = [];
  const counts = ["kind\tkept\tdropped"];
  for (const drawn of makeQueries(songs)) {
    counts.push([drawn.kind, drawn.queries.length, drawn.dropped].join("\t"));
    print(counts.at(-1)!);
    queries.push(...drawn.queries);
  }
  await Deno.writeTextFile(COUNTS_FILE, `${counts.join("\n")}\n`);
  await Deno.writeTextFile(QUERIES_FILE, writeQueries(queries));
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
