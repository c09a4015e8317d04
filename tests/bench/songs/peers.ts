// What one would write first: `ILIKE`, and the trigrams of `pg_trgm` alone, on the same songs in
// the same database. They search a table of their own, so that our indexes are no help to them and
// theirs none to us.

import type { SongName } from "./name_song.ts";
import type pg from "pg";

export const FOUND_SONGS = 5;

export type Peer = {
  readonly name: string;
  /** With a query as $1; rows have title and artist, best first. */
  readonly statement: string;
  readonly parameter: (query: string) => string;
  /** Statements before the first search; what they build is dropped with the next peer's. */
  readonly prepare: readonly string[];
};

const TABLE = `
  drop table if exists peer_songs;
  create unlogged table peer_songs as
    select title, artist, title || ' - ' || artist as name from songs;
  vacuum analyze peer_songs`;

/** In the order they must come in, as each takes the index of the one before away. */
export const PEERS: readonly Peer[] = [
  {
    name: "ILIKE '%…%'",
    statement: `select title, artist from peer_songs
      where title ilike $1 or artist ilike $1 or name ilike $1 limit ${FOUND_SONGS}`,
    parameter: (query) => `%${query.replace(/[\\%_]/g, "\\$&")}%`,
    prepare: TABLE.split(";"),
  },
  {
    name: "similarity(), no index",
    statement: `select title, artist from peer_songs
      order by similarity(name, $1) desc limit ${FOUND_SONGS}`,
    parameter: (query) => query,
    prepare: [],
  },
  {
    name: "similarity(), GIN and %",
    statement: `select title, artist from peer_songs where name % $1
      order by similarity(name, $1) desc limit ${FOUND_SONGS}`,
    parameter: (query) => query,
    prepare: ["create index peer_gin on peer_songs using gin (name gin_trgm_ops)"],
  },
  {
    name: "similarity(), GiST and <->",
    statement: `select title, artist from peer_songs order by name <-> $1 limit ${FOUND_SONGS}`,
    parameter: (query) => query,
    prepare: [
      "drop index peer_gin",
      "create index peer_gist on peer_songs using gist (name gist_trgm_ops (siglen = 64))",
    ],
  },
];

export async function preparePeer(client: pg.Client, peer: Peer): Promise<void> {
  for (const statement of peer.prepare) await client.query(statement);
}

export async function askPeer(client: pg.Client, peer: Peer, query: string): Promise<SongName[]> {
  const text = peer.statement;
  return (await client.query<SongName>({ text, values: [peer.parameter(query)] })).rows;
}
