// `deno task bench:songs`: the catalogue of a million songs against its targets, beside ILIKE and
// pg_trgm alone, with the query plans. About a quarter of an hour; for a part of it
// `--only=server,peers,embedded,import`, for fewer songs `--songs=<n>`, for a database that is kept
// and loaded once `--keep=<folder>`; `--out=<folder>` gets the plans and the report.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "./describe_machine.ts";
import { formatChapters } from "./format_chapters.ts";
import { formatReport } from "./format_report.ts";
import type { Chapter } from "./music/chapter.ts";
import { type CatalogueDatabase, openCatalogue } from "./songs/catalogue_database.ts";
import { comparePeers } from "./songs/compare_peers.ts";
import { describeLoading } from "./songs/describe_loading.ts";
import { measureImports } from "./songs/import_bench.ts";
import { explainSearches, type Plan } from "./songs/explain_search.ts";
import { describeAccuracy, judgeQueries } from "./songs/judge_accuracy.ts";
import { judgeSpeed } from "./songs/judge_speed.ts";
import { spreadQueries } from "./songs/spread_queries.ts";
import { readQueries, type TestQuery } from "./songs/test_query.ts";
import { writePlans } from "./songs/write_plans.ts";

const PARTS = ["server", "peers", "embedded", "import"];
const EMBEDDED_SONGS = 50_000;
const IMPORTED_FILES = 1_500;
const PEER_QUERIES = 400;
const PEER_SECONDS = 20;

type Options = {
  readonly songs: number;
  readonly parts: readonly string[];
  readonly seconds: number;
  readonly keepIn: string | undefined;
  readonly out: string;
};

if (import.meta.main) await main(parseOptions(Deno.args));

function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      songs: { type: "string", default: "1000000" },
      only: { type: "string", default: PARTS.join() },
      seconds: { type: "string", default: "60" },
      keep: { type: "string" },
      out: { type: "string", default: "out/songs" },
    },
  });
  const parts = values.only.split(",");
  if (parts.some((part) => !PARTS.includes(part))) throw new Error(`--only must be of ${PARTS}`);
  return {
    songs: Number(values.songs),
    parts,
    seconds: Number(values.seconds),
    keepIn: values.keep,
    out: values.out,
  };
}

async function main(options: Options): Promise<void> {
  const { parts, out } = options;
  const chapters: Chapter[] = [];
  const plans: Plan[] = [];
  if (parts.includes("server") || parts.includes("peers")) {
    const { chapters: served, plans: explained } = await measureServer(options);
    chapters.push(...served);
    plans.push(...explained);
  }
  if (parts.includes("embedded")) chapters.push(...await measureEmbedded(options));
  const imports = parts.includes("import")
    ? formatReport(await measureImports({ files: IMPORTED_FILES, say: print }))
    : "";
  const shortened = await writePlans(out, plans);
  const report = [formatChapters(chapters), imports, describeMachine()].join("\n\n");
  await Deno.writeTextFile(join(out, "report.md"), `${report}\n`);
  print(`\n${shortened}\n\n${report}`);
}

async function measureServer(options: Options) {
  const { songs, parts, seconds } = options;
  const name = `PostgreSQL, ${songs.toLocaleString("en")} songs`;
  const queries = await readQueries(songs);
  print(`Loading ${songs} songs into PostgreSQL …`);
  await using catalogue = await openCatalogue({ ...loading(options), songs, isServer: true });
  const chapters = [await describeLoading(name, songs, catalogue)];
  const plans = await explainSearches(catalogue, explainedQueries(queries));
  if (parts.includes("server")) {
    chapters.push(...await measureOurs({ name, queries, seconds, catalogue }));
  }
  if (parts.includes("peers")) {
    print("Asking ILIKE and pg_trgm …");
    const sample = spreadQueries(queries.filter(({ title }) => title !== ""), PEER_QUERIES);
    const peers = await comparePeers(catalogue, { queries: sample, secondsEach: PEER_SECONDS });
    chapters.push(peers.chapter);
    plans.push(...peers.plans);
  }
  return { chapters, plans };
}

/** One with two typing errors, whose plans are shown, and others. */
function explainedQueries(queries: readonly TestQuery[]): string[] {
  const mistyped = queries.filter(({ kind }) => kind === "two typing errors").slice(0, 1);
  return [...mistyped, ...spreadQueries(queries, 10)].map(({ query }) => query);
}

type Measured = {
  readonly name: string;
  readonly queries: readonly TestQuery[];
  readonly seconds: number;
  readonly catalogue: CatalogueDatabase;
};

async function measureOurs({ name, queries, seconds, catalogue }: Measured): Promise<Chapter[]> {
  print("Judging answers …");
  const accuracy = describeAccuracy(name, await judgeQueries(catalogue.database, queries));
  print("Searching over HTTP …");
  const environment = { DATABASE_URL: catalogue.url ?? "" };
  const dataDir = join(catalogue.dataDir, "files");
  return [...accuracy, await judgeSpeed({ name, queries, seconds, dataDir, environment })];
}

/** The server process has the embedded database to itself, as one process only may. */
async function measureEmbedded(options: Options): Promise<Chapter[]> {
  const songs = Math.min(EMBEDDED_SONGS, options.songs);
  const name = `embedded, ${songs.toLocaleString("en")} songs`;
  const queries = await readQueries(songs);
  print(`Loading ${songs} songs into the embedded database …`);
  const folder = options.keepIn ?? await Deno.makeTempDir({ prefix: "orpheus-songs-" });
  try {
    const catalogue = await openCatalogue({
      ...loading(options),
      songs,
      isServer: false,
      keepIn: folder,
    });
    const loaded = await describeLoading(name, songs, catalogue);
    print("Judging answers …");
    const accuracy = describeAccuracy(name, await judgeQueries(catalogue.database, queries));
    await catalogue[Symbol.asyncDispose]();
    print("Searching over HTTP …");
    const { dataDir } = catalogue;
    const seconds = options.seconds / 2;
    const speed = await judgeSpeed({ name, queries, seconds, dataDir, environment: {} });
    return [loaded, ...accuracy, speed];
  } finally {
    if (options.keepIn === undefined) await Deno.remove(folder, { recursive: true });
  }
}

function loading({ keepIn }: Options) {
  return {
    keepIn,
    onProgress: (count: number) => {
      if (count % 100_000 === 0) print(`  ${count} songs`);
    },
  };
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
