import assert from "node:assert/strict";
import { songSchema } from "../../src/songs/song.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import { reindexSongs } from "../../src/storage/postgres/songs/reindex_songs.ts";
import { createSongStore, MAX_LIST_LIMIT } from "../../src/storage/postgres/songs/song_store.ts";
import { openEmbeddedTestDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { newSong } from "../support/new_song.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";
import { songStoreSuite, type WithSongStore } from "../support/song_store_suite.ts";

function storeOn(open: () => Promise<Database>): WithSongStore {
  return async (use) => {
    await using database = await open();
    await use(createSongStore(database));
  };
}

songStoreSuite("song store on the embedded database", storeOn(openEmbeddedTestDatabase));
if (!NEEDS_POSTGRES.ignore) {
  songStoreSuite("song store on PostgreSQL", storeOn(openPostgresTestDatabase));
}

Deno.test("song store knows no song by an id that is no uuid", async () => {
  await using database = await openEmbeddedTestDatabase();
  const store = createSongStore(database);
  assert.equal(await store.find("'; --"), undefined);
  assert.deepEqual(await store.objectKeys(["x"]), [undefined]);
});

Deno.test("song store gives no more than its own limit, however many are asked for", async () => {
  await using database = await openEmbeddedTestDatabase();
  await database.sql`
    insert into songs (id, title, artist, s3_url, search_title, search_artist)
    select gen_random_uuid(), 'Song ' || n, 'A', '', 'song ' || n, 'a'
    from generate_series(1, ${MAX_LIST_LIMIT + 1}) n`;
  const store = createSongStore(database);
  assert.equal((await store.list({ filter: {}, limit: 5_000 })).length, MAX_LIST_LIMIT);
  assert.equal((await store.page({ limit: 5_000 })).length, MAX_LIST_LIMIT);
});

Deno.test("song store takes over the rows of a table made by the seed's own script", async () => {
  await using database = await openEmbeddedTestDatabase();
  await database.sql.script(`
    drop schema public cascade; create schema public;
    create table songs (id uuid primary key, title varchar(255), artist varchar(255), s3_url text,
      created_at timestamp);
    insert into songs (id, title, artist, s3_url) values
      ('00000000-0000-4000-8000-000000000001', 'Solace', 'Joplin', 'a.mid'),
      ('00000000-0000-4000-8000-000000000002', 'solace', 'joplin', 'b.mid'),
      ('00000000-0000-4000-8000-000000000003', null, null, null)`);
  await migrate(database);
  assert.equal(await reindexSongs(database), 3);
  assert.equal(await reindexSongs(database), 0);
  const store = createSongStore(database);
  assert.equal(await store.count(), 3);
  const found = await store.searchExact("solace", 5);
  assert.deepEqual(found.map(({ title }) => title).sort(), ["Solace", "solace"]);
  const song = await store.find("00000000-0000-4000-8000-000000000003");
  assert.ok(song && songSchema.safeParse(song).success);
});

Deno.test("song store keeps the words of others when a song goes whose own were never counted", async () => {
  await using database = await openEmbeddedTestDatabase();
  const store = createSongStore(database);
  await store.add([newSong("Solace", "Joplin")]);
  const seeded = crypto.randomUUID();
  await database.sql`
    insert into songs (id, title, artist, s3_url, search_title, search_artist)
    values (${seeded}, 'Solace', 'Joplin', '', 'solace', 'joplin')`;
  await store.remove([seeded]);
  assert.deepEqual(await store.findWords(["solace"]), [
    { key: "solace", word: "solace", songs: 1 },
  ]);
});

Deno.test("a catalogue that is made anew has another version than the one before", async () => {
  const versions: number[] = [];
  for (let time = 0; time < 2; time++) {
    await using database = await openEmbeddedTestDatabase();
    versions.push(await createSongStore(database).version());
  }
  assert.notEqual(versions[0], versions[1]);
});

Deno.test({
  name: "songs are indexed anew by two at once, beside an import, and their words count the same",
  ...NEEDS_POSTGRES,
  async fn() {
    await using database = await openPostgresTestDatabase();
    const store = createSongStore(database);
    const rags = (from: number) =>
      Array.from({ length: 600 }, (_, n) => newSong(`Rag ${from + n} of ${n % 7}`, `Player ${n}`));
    await store.add(rags(0));
    await database.sql`update songs set search_version = 0`;
    const [one, other] = await Promise.all([
      reindexSongs(database),
      reindexSongs(database),
      store.add(rags(300)),
    ]);
    assert.equal(one + other, 600);
    const counted = await database.sql`select word, songs from song_words order by word`;
    const found = await database.sql`
      select word, count(*)::int as songs from songs, unnest(search_words) word
      group by word order by word`;
    assert.deepEqual(counted, found);
  },
});
