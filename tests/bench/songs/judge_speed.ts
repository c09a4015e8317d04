// How soon the server answers searches over HTTP, at a rate that does not wait for it.

import { startBenchServer } from "../bench_server.ts";
import { describeValue } from "../describe_value.ts";
import { quantile } from "../figure.ts";
import type { Chapter, Goal } from "../music/chapter.ts";
import { askAtRate } from "./ask_at_rate.ts";
import { Chance } from "./chance.ts";
import { ASKED_SONGS, CATALOGUE_SEED } from "./corrupt_query.ts";
import { nameSong } from "./name_song.ts";
import { shuffle } from "./spread_queries.ts";
import type { TestQuery } from "./test_query.ts";
import { typedBeginnings } from "./typed_beginnings.ts";

const PER_SECOND = 50;
const LIMIT = 20;
/** Asked before anything is measured, for songs that no query of the test set means. */
const WARM_UP = 300;
const CACHED = 500;

const MAX_MS = { p50: 5, p99: 25, typedP99: 15 };

export type SpeedOptions = {
  /** `PostgreSQL, 1,000,000 songs` */
  readonly name: string;
  readonly queries: readonly TestQuery[];
  /** Of the queries of the test set; of names as they are typed half as long. */
  readonly seconds: number;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
};

type Series = { readonly name: string; readonly latenciesMs: readonly number[] };

export async function judgeSpeed(options: SpeedOptions): Promise<Chapter> {
  await using server = await startBenchServer(options.dataDir, {
    WORKERS: "0",
    ...options.environment,
  });
  const chance = new Chance(5);
  const ask = (texts: readonly string[]) =>
    askAtRate(texts.map((text) => urlOf(server.origin, text)), { perSecond: PER_SECOND, chance });
  const most = options.seconds * PER_SECOND;
  await ask(warmUpQueries());
  const queries = shuffle(options.queries.map(({ query }) => query), chance).slice(0, most);
  const mixed = { name: "queries of the test set, all different", latenciesMs: await ask(queries) };
  const again = { name: "some of them again", latenciesMs: await ask(queries.slice(-CACHED)) };
  const beginnings = typedBeginnings(typedNames(most / 2, chance), most / 2);
  const typed = { name: "names letter by letter", latenciesMs: await ask(beginnings) };
  const live = await askAtRate(
    Array<string>(CACHED).fill(`${server.origin}/api/health/live`),
    { perSecond: PER_SECOND, chance },
  );
  const { rssMb } = await server.scrape();
  return {
    title: `Searching over HTTP: ${options.name}`,
    goals: goalsOf(options.name, mixed, typed),
    rows: rowsOf([mixed, again, typed, { name: "GET /api/health/live", latenciesMs: live }]),
    remarks: [
      `${PER_SECOND} a second on average at random times, latency from when a request was sent,` +
      ` limit ${LIMIT}; every text is new to the server but for those asked again. Server, database` +
      ` and who asks share the machine. Memory of the server (RSS) ${rssMb.toFixed(0)} MB.`,
    ],
  };
}

function urlOf(origin: string, text: string): string {
  return `${origin}/api/songs?limit=${LIMIT}&q=${encodeURIComponent(text)}`;
}

function warmUpQueries(): string[] {
  return Array.from({ length: WARM_UP }, (_, index) => {
    const { title, artist } = nameSong(CATALOGUE_SEED, ASKED_SONGS - 1 - index);
    return `${artist} ${title} again`;
  });
}

/** More names than there is time to type. */
function typedNames(letters: number, chance: Chance): string[] {
  return Array.from({ length: Math.ceil(letters / 5) }, () => {
    const { title, artist } = nameSong(CATALOGUE_SEED, chance.below(ASKED_SONGS));
    return `${title} ${artist}`;
  });
}

function goalsOf(name: string, mixed: Series, typed: Series): Goal[] {
  return [
    goal(`search, ${name}, p50`, mixed, { share: 0.5, atMost: MAX_MS.p50 }),
    goal(`search, ${name}, p99`, mixed, { share: 0.99, atMost: MAX_MS.p99 }),
    goal(`as typed, ${name}, p99`, typed, { share: 0.99, atMost: MAX_MS.typedP99 }),
  ];
}

function goal(
  name: string,
  { latenciesMs }: Series,
  { share, atMost }: { readonly share: number; readonly atMost: number },
): Goal {
  const found = quantile(latenciesMs, share);
  return {
    name,
    target: `≤ ${atMost} ms`,
    found: `${describeValue(found)} ms`,
    isMet: found <= atMost,
  };
}

function rowsOf(series: readonly Series[]): string[][] {
  const rows = series.map(({ name, latenciesMs }) => [
    name,
    `${latenciesMs.length}`,
    ...[0.5, 0.9, 0.99, 1].map((share) => `${describeValue(quantile(latenciesMs, share))} ms`),
  ]);
  return [["asked for", "times", "p50", "p90", "p99", "worst"], ...rows];
}
