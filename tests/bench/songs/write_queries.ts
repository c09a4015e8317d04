// `deno run -A tests/bench/songs/write_queries.ts`: writes the test set again, in some minutes.

import { makeQueries } from "./make_queries.ts";
import { QUERIES_FILE, type TestQuery, writeQueries } from "./test_query.ts";

const CATALOGUE_SONGS = 1_000_000;

if (import.meta.main) await main(Number(Deno.args[0] ?? CATALOGUE_SONGS));

async function main(songs: number): Promise<void> {
  const queries: TestQuery[] = [];
  for (const drawn of makeQueries(songs)) {
    print(`${drawn.kind}: ${drawn.queries.length}, dropped ${drawn.dropped}`);
    queries.push(...drawn.queries);
  }
  await Deno.writeTextFile(QUERIES_FILE, writeQueries(queries));
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
