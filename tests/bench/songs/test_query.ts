// The published test set: `queries.tsv`, a query a line.

import { UNFINISHED } from "./query_kinds.ts";

/** The kind of queries for songs that are not there. */
export const ABSENT = "not there";

export type TestQuery = {
  readonly kind: string;
  /** Of the song in the catalogue. */
  readonly index: number;
  readonly query: string;
  /** The song that is meant; empty where it is not there. */
  readonly title: string;
  readonly artist: string;
};

export const QUERIES_FILE = new URL("./queries.tsv", import.meta.url);
const HEAD = "kind\tindex\tquery\ttitle\tartist";

export function writeQueries(queries: readonly TestQuery[]): string {
  const lines = queries.map(({ kind, index, query, title, artist }) =>
    [kind, index, query, title, artist].join("\t")
  );
  return `${[HEAD, ...lines].join("\n")}\n`;
}

/** The queries for the first `songs` of the catalogue, and those for none. */
export async function readQueries(songs: number): Promise<TestQuery[]> {
  const [, ...lines] = (await Deno.readTextFile(QUERIES_FILE)).replace(/\n$/, "").split("\n");
  return lines.map(parseLine).filter(({ kind, index }) => kind === ABSENT || index < songs);
}

function parseLine(line: string): TestQuery {
  const [kind, index, query, title, artist] = line.split("\t") as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { kind, index: Number(index), query, title, artist };
}

/** Whether a query is to be resolved, not only searched for. */
export function isResolved({ kind }: Pick<TestQuery, "kind">): boolean {
  return kind !== UNFINISHED;
}
