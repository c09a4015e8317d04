import assert from "node:assert/strict";
import { join } from "node:path";
import { writeImportFiles } from "../bench/songs/import_files.ts";
import { createPostgresDatabase } from "../support/database.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";
import { type Program, ROOT, runProgram } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import {
  type CataloguePlace,
  countObjects,
  type ImportCatalogue,
  readCatalogue,
} from "./import_catalogue.ts";

const PROGRAM = join(ROOT, "src/program/songs_import.ts");
const FILES = 240;
/** Half the size of most, so that the whole is quick. */
const BARS = 52;
/** Objects there are when the process is killed: in the first batch, and after the first. */
const BLOWS = [20, 130];
const KILLED = 128 + 9;
const LOOK_MS = 2;

Deno.test({
  name: "an import that is killed and run again ends as if it had never been killed",
  ...NEEDS_POSTGRES,
  fn: async (t) => {
    await using folder = await temporaryFolder();
    await using whole = await createPostgresDatabase();
    await using killed = await createPostgresDatabase();
    const songs = await makeSongs(folder.path);
    const undisturbed = { dataDir: join(folder.path, "whole"), databaseUrl: whole.url };
    await t.step("undisturbed, on PostgreSQL", () => importAll(songs, undisturbed));
    const expected = await readCatalogue(undisturbed);
    assert.equal(expected.songs.length, FILES);
    assert.equal(expected.objects.length, FILES);

    const onServer = { dataDir: join(folder.path, "server"), databaseUrl: killed.url };
    await t.step("on PostgreSQL", (t) => judgeKills(t, { songs, place: onServer, expected }));

    const embedded = { dataDir: join(folder.path, "embedded") };
    await copyEmbeddedTemplate(join(embedded.dataDir, "postgres-18"));
    await t.step(
      "on the embedded database",
      (t) => judgeKills(t, { songs, place: embedded, expected }),
    );
  },
});

/** Two songs stand in the folder a second time, the later of them in another batch. */
async function makeSongs(folder: string): Promise<string> {
  const songs = join(folder, "songs");
  await writeImportFiles(songs, FILES, { bars: BARS });
  await Deno.copyFile(join(songs, "Band 0/Tune 3.mid"), join(songs, "Band 0/Tune 3 again.mid"));
  await Deno.copyFile(join(songs, "Band 0/Tune 4.mid"), join(songs, "Band 2/Tune 4 again.mid"));
  return songs;
}

type Case = {
  readonly songs: string;
  readonly place: CataloguePlace;
  readonly expected: ImportCatalogue;
};

async function judgeKills(
  t: Deno.TestContext,
  { songs, place, expected }: Case,
): Promise<void> {
  for (const objects of BLOWS) {
    await t.step(`killed after ${objects} objects`, () => killAt(objects, songs, place));
  }
  await t.step("run to its end", () => importAll(songs, place));
  await t.step("it is the same catalogue", async () => {
    assert.deepEqual(await readCatalogue(place), expected);
  });
}

async function importAll(songs: string, place: CataloguePlace): Promise<void> {
  await using program = startImport(songs, place);
  assert.equal(await program.exit, 0, program.stderr());
}

async function killAt(objects: number, songs: string, place: CataloguePlace): Promise<void> {
  // On one thread it takes long enough to be struck, and another way through the files.
  await using program = startImport(songs, place, ["--workers", "1"]);
  let isOver = false;
  void program.exit.then(() => isOver = true);
  while (!isOver && await countObjects(place.dataDir) < objects) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  program.kill("SIGKILL");
  assert.equal(await program.exit, KILLED, "it is killed before it ends");
  assert.ok(await countObjects(place.dataDir) < FILES, "it has not come to its end");
}

function startImport(
  songs: string,
  { dataDir, databaseUrl }: CataloguePlace,
  options: readonly string[] = [],
): Program {
  const env = { DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  return runProgram(["run", "-A", PROGRAM, ...options, songs], { env });
}
