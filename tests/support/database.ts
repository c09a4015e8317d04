// Empty, migrated databases for tests: the embedded one, and one on a real server.
// A file that imports this shares one embedded database, emptied for each test; all files of a
// run share one server, on which each test has a database of its own.

import { join } from "node:path";
import pg from "pg";
import {
  connectToEmbedded,
  connectToServer,
  type Database,
} from "../../src/storage/postgres/database.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
} from "../../src/storage/embedded/embedded_postgres.ts";
import { copyEmbeddedTemplate } from "./embedded_template.ts";
import { startPostgresServer } from "./postgres_server.ts";

const SERVER_VARIABLE = "ORPHEUS_TEST_POSTGRES_URL";

let folder: string | undefined;
let embedded: EmbeddedPostgres | undefined;

Deno.test.beforeAll(async () => {
  folder = await Deno.makeTempDir({ prefix: "orpheus-test-" });
  await copyEmbeddedTemplate(join(folder, "postgres"));
  embedded = await openEmbeddedPostgres(join(folder, "postgres"));
});

Deno.test.afterAll(async () => {
  await embedded?.[Symbol.asyncDispose]();
  if (folder) await Deno.remove(folder, { recursive: true });
});

/** The embedded database of this file, emptied: one test at a time can have it. */
export async function openEmbeddedTestDatabase(): Promise<Database> {
  if (!embedded) throw new Error("The embedded database opens before the first test of a file");
  const database = connectToEmbedded(embedded.socketFolder);
  await database.sql`drop schema public cascade`;
  await database.sql`create schema public`;
  await migrate(database);
  return database;
}

/** A migrated database of its own on a real server. For tests with NEEDS_POSTGRES. */
export async function openPostgresTestDatabase(): Promise<Database> {
  const created = await createPostgresDatabase();
  const database = connectToServer(created.url);
  await migrate(database);
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await created[Symbol.asyncDispose]();
    },
  };
}

/** An empty database of its own on a real server, dropped at the end. */
export async function createPostgresDatabase(): Promise<AsyncDisposable & { url: string }> {
  const serverUrl = Deno.env.get(SERVER_VARIABLE) ?? await startSharedServer();
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await runOn(serverUrl, `create database ${name}`);
  return {
    url: new URL(name, serverUrl).href,
    [Symbol.asyncDispose]: () => runOn(serverUrl, `drop database ${name} with (force)`),
  };
}

/** The server ends with this process, so that the next file finds it running. */
async function startSharedServer(): Promise<string> {
  const server = await startPostgresServer();
  const url = server.url("postgres");
  Deno.env.set(SERVER_VARIABLE, url);
  return url;
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
