import assert from "node:assert/strict";
import { absentQuery } from "./absent_query.ts";
import { CATALOGUE_SEED, corruptQuery } from "./corrupt_query.ts";
import { nameSong } from "./name_song.ts";
import { QUERY_KINDS } from "./query_kinds.ts";
import { ABSENT, readQueries } from "./test_query.ts";

const queries = await readQueries(Infinity);
const there = queries.filter(({ kind }) => kind !== ABSENT);

Deno.test("the published test set has 5,000 queries, as many of each kind as it says", () => {
  const counts = QUERY_KINDS.map(({ name }) => there.filter(({ kind }) => kind === name).length);
  assert.deepEqual(counts, QUERY_KINDS.map(({ count }) => count));
  assert.equal(there.length, 5_000);
});

Deno.test("the published queries are what the generator makes of the songs they name", () => {
  for (const { kind, index, query, title, artist } of there) {
    assert.equal(corruptQuery(kind, index), query);
    assert.deepEqual(nameSong(CATALOGUE_SEED, index), { title, artist });
  }
});

Deno.test("the published queries for songs that are not there are made by the generator too", () => {
  const absent = queries.filter(({ kind }) => kind === ABSENT);
  assert.equal(absent.length, 500);
  for (const { index, query } of absent) assert.equal(absentQuery(index), query);
});
