import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const DATABASE = import.meta.resolve("../../src/storage/postgres/database.ts");
const MIGRATE = import.meta.resolve("../../src/storage/postgres/migrate.ts");

const CONFIG = fileURLToPath(import.meta.resolve("../../deno.json"));
const toModule = (program: string) => `data:application/typescript,${encodeURIComponent(program)}`;

/** Another process that opens the database of `dataDir` and runs `script` with it. */
function spawnWithDatabase(dataDir: string, script: string, env: Record<string, string> = {}) {
  const program = `
    import { openDatabase } from "${DATABASE}";
    import { migrate } from "${MIGRATE}";
    const database = await openDatabase({ databaseUrl: undefined, dataDir: Deno.args[0] });
    await migrate(database);
    ${script}
    await database[Symbol.asyncDispose]();`;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", CONFIG, toModule(program), dataDir],
    stdout: "piped",
    stderr: "piped",
    env,
  }).spawn();
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).toSorted();
}

async function linesOf(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  return (await new Response(stream).text()).split("\n").filter((line) => line !== "");
}

Deno.test("embedded database keeps what was committed for the next start", async () => {
  await using folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  const options = { databaseUrl: undefined, dataDir: folder.path };
  {
    await using database = await openDatabase(options);
    await migrate(database);
    await database.sql`insert into cron_runs values ('a', now(), 'w', now())`;
  }
  await using database = await openDatabase(options);
  await migrate(database);
  const rows = await database.sql`select name from cron_runs`;
  assert.deepEqual(rows.map(({ name }) => name), ["a"]);
});

Deno.test("embedded database takes little memory for its buffers", async () => {
  await using folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  await using database = await openDatabase({ databaseUrl: undefined, dataDir: folder.path });
  const [row] = await database.sql`show shared_buffers`;
  assert.equal(row?.shared_buffers, "16MB");
});

Deno.test("embedded database of a new directory prints nothing and leaves no socket behind", async () => {
  await using folder = await temporaryFolder();
  await using temporary = await temporaryFolder();
  const child = spawnWithDatabase(join(folder.path, "new"), "", { TMPDIR: temporary.path });
  const [printed, complaints] = await Promise.all([linesOf(child.stdout), linesOf(child.stderr)]);
  assert.deepEqual([printed, complaints, (await child.status).code], [[], [], 0]);
  assert.deepEqual(await namesIn(temporary.path), []);
  assert.deepEqual(await namesIn(join(folder.path, "new")), ["orpheus.lock", "postgres-18"]);
});

Deno.test("embedded database loses no acknowledged commit to a kill -9", async () => {
  await using folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  const child = spawnWithDatabase(
    folder.path,
    `
    for (let n = 0; ; n++) {
      await database.sql\`insert into cron_runs values (\${"n" + n}, now(), 'w', now())\`;
      console.log(n);
    }`,
  );
  const seen = linesOf(child.stdout.pipeThrough(stopAfter(200, () => child.kill("SIGKILL"))));
  const last = Number((await seen).at(-1));
  await child.status;
  await child.stderr.cancel();
  await using database = await openDatabase({ databaseUrl: undefined, dataDir: folder.path });
  const [row] = await database.sql`select count(*) as count from cron_runs`;
  assert.ok(row?.count >= last + 1, `${row?.count} rows, ${last + 1} acknowledged`);
});

/** Passes everything on, and calls `stop` once this many lines have gone by. */
function stopAfter(lines: number, stop: () => void): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const before = seen;
      seen += chunk.filter((byte) => byte === 10).length;
      if (before < lines && seen >= lines) stop();
      controller.enqueue(chunk);
    },
  });
}

Deno.test("embedded database starts over when its first start was cut short", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(join(folder.path, "postgres-18.part", "base"), { recursive: true });
  await Deno.writeTextFile(join(folder.path, "postgres-18.part", "PG_VERSION"), "18\n");
  await using database = await openDatabase({ databaseUrl: undefined, dataDir: folder.path });
  await migrate(database);
  assert.deepEqual(await namesIn(folder.path), [
    "orpheus.lock",
    "postgres-18",
    "postgres-18.socket",
  ]);
});

Deno.test("embedded database that cannot be read says so and frees its directory", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "postgres-18"), "not a folder");
  const options = { databaseUrl: undefined, dataDir: folder.path };
  await assert.rejects(openDatabase(options), { message: "Cannot open the embedded database" });
  await Deno.remove(join(folder.path, "postgres-18"));
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  await using _database = await openDatabase(options);
});

Deno.test("embedded database opens in a directory whose path is too long for a socket", async () => {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, "d".repeat(120));
  await Deno.mkdir(dataDir);
  await copyEmbeddedTemplate(join(dataDir, "postgres-18"));
  {
    await using database = await openDatabase({ databaseUrl: undefined, dataDir });
    await migrate(database);
  }
  assert.deepEqual(await namesIn(dataDir), ["orpheus.lock", "postgres-18"]);
});
