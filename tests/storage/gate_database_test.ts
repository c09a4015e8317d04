import assert from "node:assert/strict";
import { gateDatabase } from "../../src/storage/postgres/gate_database.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";
import { openEmbeddedTestDatabase } from "../support/database.ts";

Deno.test("a store answers not_ready until the gate opens, and works from then on", async () => {
  await using database = await openEmbeddedTestDatabase();
  const gated = gateDatabase(database);
  const songs = createSongStore(gated);
  await assert.rejects(songs.count(), { code: "not_ready" });
  await assert.rejects(gated.transaction((sql) => sql`select 1`), { code: "not_ready" });
  gated.open();
  assert.equal(await songs.count(), 0);
});
