// Our search beside the peers: the same queries, one after the other, straight to the database.

import pg from "pg";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { describeValue } from "../describe_value.ts";
import { quantile } from "../figure.ts";
import { type Chapter, percent } from "../music/chapter.ts";
import type { CatalogueDatabase } from "./catalogue_database.ts";
import { explain, type Plan } from "./explain_search.ts";
import { isSameSong } from "./is_same_song.ts";
import { judgeQuery } from "./judge_query.ts";
import { askPeer, type Peer, PEERS, preparePeer } from "./peers.ts";
import type { TestQuery } from "./test_query.ts";

export type PeerOptions = {
  readonly queries: readonly TestQuery[];
  /** For each peer; one that is slow answers fewer queries. */
  readonly secondsEach: number;
};

type Trial = {
  readonly name: string;
  readonly prepareSeconds: number;
  readonly latenciesMs: readonly number[];
  /** Of each query that was asked; undefined: not in the first five. */
  readonly ranks: readonly (number | undefined)[];
};

export async function comparePeers(
  catalogue: CatalogueDatabase,
  options: PeerOptions,
): Promise<{ readonly chapter: Chapter; readonly plans: readonly Plan[] }> {
  const client = new pg.Client({ connectionString: catalogue.url });
  await client.connect();
  try {
    await client.query("create extension if not exists pg_trgm");
    const trials = [await tryOurs(catalogue, options)];
    const plans: Plan[] = [];
    for (const peer of PEERS) {
      trials.push(await tryPeer(client, peer, options));
      plans.push(await explainPeer(client, peer, options.queries[0]!.query));
    }
    return { chapter: describeTrials(trials, options), plans };
  } finally {
    await client.query("drop table if exists peer_songs");
    await client.end();
  }
}

async function tryOurs(
  { database }: CatalogueDatabase,
  { queries, secondsEach }: PeerOptions,
): Promise<Trial> {
  const store = createSongStore(database);
  const judgements = await withinTime(queries, secondsEach, (query) => judgeQuery(store, query));
  return {
    name: "Orpheus",
    prepareSeconds: 0,
    latenciesMs: judgements.map(({ searchMs }) => searchMs),
    ranks: judgements.map(({ rank }) => rank),
  };
}

async function tryPeer(
  client: pg.Client,
  peer: Peer,
  { queries, secondsEach }: PeerOptions,
): Promise<Trial> {
  const startMs = performance.now();
  await preparePeer(client, peer);
  const prepareSeconds = (performance.now() - startMs) / 1000;
  const answers = await withinTime(queries, secondsEach, async (query) => {
    const askedMs = performance.now();
    const found = await askPeer(client, peer, query.query);
    const rank = found.findIndex((song) => isSameSong(song, query));
    return { latencyMs: performance.now() - askedMs, rank: rank < 0 ? undefined : rank };
  });
  return {
    name: peer.name,
    prepareSeconds,
    latenciesMs: answers.map(({ latencyMs }) => latencyMs),
    ranks: answers.map(({ rank }) => rank),
  };
}

async function withinTime<T>(
  queries: readonly TestQuery[],
  seconds: number,
  ask: (query: TestQuery) => Promise<T>,
): Promise<T[]> {
  const endMs = performance.now() + 1000 * seconds;
  const answers: T[] = [];
  for (const query of queries) {
    if (performance.now() > endMs) break;
    answers.push(await ask(query));
  }
  return answers;
}

async function explainPeer(client: pg.Client, peer: Peer, query: string): Promise<Plan> {
  const values = [peer.parameter(query)];
  const explained = await explain(client, peer.statement, values);
  return { ...explained, name: `${peer.name}: ${query}`, isShown: true };
}

function describeTrials(trials: readonly Trial[], { secondsEach }: PeerOptions): Chapter {
  const rows = trials.map(({ name, prepareSeconds, latenciesMs, ranks }) => [
    name,
    `${ranks.length}`,
    `${describeValue(quantile(latenciesMs, 0.5))} ms`,
    `${describeValue(quantile(latenciesMs, 0.99))} ms`,
    percent(ranks.filter((rank) => rank === 0).length / ranks.length, 1),
    percent(ranks.filter((rank) => rank !== undefined).length / ranks.length, 1),
    prepareSeconds < 0.1 ? "" : `${describeValue(prepareSeconds)} s`,
  ]);
  const head = ["search", "queries", "p50", "p99", "first", "first five", "index built in"];
  return {
    title: "Beside plain SQL, one query after the other",
    goals: [],
    rows: [head, ...rows],
    remarks: [`The same queries in the same order, for ${secondsEach} s each.`],
  };
}
