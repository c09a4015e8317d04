import assert from "node:assert/strict";
import { createCronSlots } from "../../src/storage/postgres/cron_slots.ts";
import { connectToServer, type Database } from "../../src/storage/postgres/database.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import {
  createPostgresDatabase,
  openEmbeddedTestDatabase,
  openPostgresTestDatabase,
} from "../support/database.ts";
import type { Need } from "../support/needed_program.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

const NAME = "clean";
const SLOT = new Date("2026-10-01T12:00:00.000Z");
const NEXT = new Date("2026-10-01T13:00:00.000Z");

function cronSlotsSuite(name: string, need: Need, open: () => Promise<Database>): void {
  Deno.test(`${name} gives a slot to the first who claims it`, need, async () => {
    await using database = await open();
    const slots = createCronSlots(database);
    assert.equal(await slots.claim(NAME, SLOT, "one"), true);
    assert.equal(await slots.claim(NAME, SLOT, "two"), false);
    assert.equal(await slots.claim(NAME, NEXT, "two"), true);
    assert.equal(await slots.claim("another", SLOT, "two"), true);
  });

  Deno.test(`${name} does not give a slot again that is done`, need, async () => {
    await using database = await open();
    const slots = createCronSlots(database);
    await slots.claim(NAME, SLOT, "one");
    await slots.done(NAME, SLOT);
    await database.sql`update cron_runs set lease_expires_at = now() - interval '1 minute'`;
    assert.equal(await slots.claim(NAME, SLOT, "two"), false);
  });

  Deno.test(`${name} gives a slot again whose run died, once`, need, async () => {
    await using database = await open();
    const slots = createCronSlots(database);
    await slots.claim(NAME, SLOT, "one");
    await database.sql`update cron_runs set lease_expires_at = now() - interval '1 minute'`;
    assert.equal(await slots.claim(NAME, SLOT, "two"), true);
    assert.equal(await slots.claim(NAME, SLOT, "three"), false);
  });

  Deno.test(
    `${name} gives a slot again that was given back, but not a done one`,
    need,
    async () => {
      await using database = await open();
      const slots = createCronSlots(database);
      await slots.claim(NAME, SLOT, "one");
      await slots.release(NAME, SLOT);
      assert.equal(await slots.claim(NAME, SLOT, "two"), true);
      await slots.done(NAME, SLOT);
      await slots.release(NAME, SLOT);
      assert.equal(await slots.claim(NAME, SLOT, "three"), false);
    },
  );

  Deno.test(`${name} knows the latest slot that was done`, need, async () => {
    await using database = await open();
    const slots = createCronSlots(database);
    assert.equal(await slots.lastDone(NAME), undefined);
    await slots.claim(NAME, NEXT, "one");
    await slots.claim(NAME, SLOT, "one");
    await slots.done(NAME, SLOT);
    assert.deepEqual(await slots.lastDone(NAME), SLOT);
    await slots.done(NAME, NEXT);
    assert.deepEqual(await slots.lastDone(NAME), NEXT);
    assert.equal(await slots.lastDone("another"), undefined);
  });

  Deno.test(
    `${name} forgets slots of more than a month ago, but never the last`,
    need,
    async () => {
      await using database = await open();
      const slots = createCronSlots(database);
      const [old, older] = [new Date("2020-01-02T00:00:00Z"), new Date("2020-01-01T00:00:00Z")];
      for (const slot of [older, old]) {
        await slots.claim(NAME, slot, "one");
        await slots.done(NAME, slot);
      }
      const rows = await database.sql`select slot from cron_runs`;
      assert.deepEqual(rows.map(({ slot }) => slot), [old]);
    },
  );
}

cronSlotsSuite("cron slots on the embedded database", { ignore: false }, openEmbeddedTestDatabase);
cronSlotsSuite("cron slots on PostgreSQL", NEEDS_POSTGRES, openPostgresTestDatabase);

Deno.test(
  "cron slots go each to one of four processes that claim at once",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    await using stack = new AsyncDisposableStack();
    const databases = Array.from({ length: 4 }, () => stack.use(connectToServer(created.url)));
    await Promise.all(databases.map((database) => migrate(database)));
    for (let hour = 0; hour < 10; hour++) {
      const slot = new Date(SLOT.getTime() + hour * 3_600_000);
      const claims = await Promise.all(
        databases.map((database, index) => createCronSlots(database).claim(NAME, slot, `${index}`)),
      );
      assert.equal(claims.filter(Boolean).length, 1);
    }
  },
);
