// `deno run -A tests/bench/songs/accuracy.ts --songs=50000 --queries=1000 --postgres --keep`: the
// test set against the search as it is, with the first misses; nothing but what one process does.

import { parseArgs } from "node:util";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { quantile } from "../figure.ts";
import { formatTable } from "../format_table.ts";
import { openCatalogue } from "./catalogue_database.ts";
import { accuracyRows, calibrationRows } from "./describe_accuracy.ts";
import { type Judgement, judgeQuery } from "./judge_query.ts";
import { spreadQueries } from "./spread_queries.ts";
import { ABSENT, readQueries } from "./test_query.ts";

const KEPT = "/tmp/orpheus-songs-kept";

if (import.meta.main) await main(Deno.args);

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      songs: { type: "string", default: "50000" },
      queries: { type: "string", default: "1000" },
      kind: { type: "string" },
      misses: { type: "string", default: "30" },
      postgres: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  const songs = Number(values.songs);
  await using catalogue = await openCatalogue({
    songs,
    isServer: values.postgres,
    keepIn: values.keep ? KEPT : undefined,
    onProgress: (count) => count % 10_000 === 0 && print(`${count} songs loaded`),
  });
  if (catalogue.loadSeconds !== undefined) {
    print(`loaded ${Math.round(songs / catalogue.loadSeconds)} songs/s`);
  }
  const store = createSongStore(catalogue.database);
  const queries = (await readQueries(songs))
    .filter(({ kind }) => values.kind === undefined || kind === values.kind);
  const judgements: Judgement[] = [];
  for (const query of spreadQueries(queries, Number(values.queries))) {
    judgements.push(await judgeQuery(store, query));
  }
  print(describe(judgements, Number(values.misses)));
}

function describe(judgements: readonly Judgement[], misses: number): string {
  const search = judgements.map(({ searchMs }) => searchMs);
  const resolve = judgements.map(({ resolveMs }) => resolveMs);
  const wrong = judgements.filter((each) => each.resolved === "wrong");
  const missed = judgements.filter(({ rank, query }) => rank !== 0 && query.kind !== ABSENT);
  return [
    formatTable(accuracyRows(judgements)),
    formatTable(calibrationRows(judgements)),
    `search p50 ${ms(search, 0.5)}, p99 ${ms(search, 0.99)}, worst ${ms(search, 1)}; ` +
    `resolve p50 ${ms(resolve, 0.5)}, p99 ${ms(resolve, 0.99)}, worst ${ms(resolve, 1)}`,
    `\nconfident wrong:\n${wrong.slice(0, misses).map(describeMiss).join("\n")}`,
    `\nnot first:\n${missed.slice(0, misses).map(describeMiss).join("\n")}`,
    `\nslowest:\n${
      judgements.toSorted((left, right) => right.searchMs - left.searchMs).slice(0, 5)
        .map(({ query, searchMs }) => `${searchMs.toFixed(1)} ms  ${query.query}`).join("\n")
    }`,
  ].join("\n");
}

function describeMiss({ query, rank, found }: Judgement): string {
  const [first] = found;
  const meant = query.kind === ABSENT ? "" : ` = ${query.title} — ${query.artist}`;
  const instead = first
    ? `${first.title} — ${first.artist} (${first.score.toFixed(2)})`
    : "nothing";
  return `[${query.kind}] ${query.query}${meant}\n    right at ${rank ?? "none"}, first ${instead}`;
}

function ms(samples: readonly number[], share: number): string {
  return `${quantile(samples, share).toFixed(1)} ms`;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
