import assert from "node:assert/strict";
import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import { openEmbeddedTestDatabase } from "../../support/database.ts";
import { CATALOGUE_SEED } from "./corrupt_query.ts";
import { accuracyGoals, judgeQueries } from "./judge_accuracy.ts";
import { makeSong } from "./make_song.ts";
import { spreadQueries } from "./spread_queries.ts";
import { ABSENT, readQueries } from "./test_query.ts";

/** A small part of the catalogue, and the queries of the test set for its songs. */
const SONGS = 2_000;
const SONGS_A_BATCH = 1_000;
const ABSENT_QUERIES = 50;

Deno.test("songs of the generated catalogue are found as the test set asks for them", async () => {
  await using database = await openEmbeddedTestDatabase();
  const store = createSongStore(database);
  for (let first = 0; first < SONGS; first += SONGS_A_BATCH) {
    await store.add(
      Array.from({ length: SONGS_A_BATCH }, (_, index) => makeSong(CATALOGUE_SEED, first + index)),
    );
  }
  const queries = await readQueries(SONGS);
  const there = queries.filter(({ kind }) => kind !== ABSENT);
  const absent = spreadQueries(queries.filter(({ kind }) => kind === ABSENT), ABSENT_QUERIES);
  const goals = accuracyGoals("2,000 songs", await judgeQueries(database, [...there, ...absent]));
  assert.ok(there.length > 150, `${there.length} queries`);
  assert.deepEqual(goals.filter(({ isMet }) => !isMet), []);
});
