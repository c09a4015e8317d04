import assert from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "../../src/errors.ts";
import { sha256Of } from "../../src/songs/import/sha256_of.ts";
import { studyMidi } from "../../src/songs/music/analyse_midi.ts";
import { importTune } from "../bench/songs/import_tune.ts";
import { readCatalogue } from "../faults/import_catalogue.ts";
import { corruptMidi } from "../support/corrupt_midi.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { runShell } from "../support/needed_program.ts";
import { ROOT, runProgram } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const PROGRAM = join(ROOT, "src/program/songs_import.ts");
const GOOD_FILES = 50;
const CORRUPT_FILES = 1_000;
const BARS = 4;
/** Some of what is damaged can still be read. */
const MAX_DAMAGED_FILES = 2_000;

type Refused = { readonly path: string; readonly code: string; readonly reason: string };

Deno.test("songs import takes every good file among a thousand corrupt ones, and names those", async () => {
  await using folder = await temporaryFolder();
  const [songs, dataDir] = [join(folder.path, "songs"), join(folder.path, "data")];
  const reportPath = join(folder.path, "report.jsonl");
  await copyEmbeddedTemplate(join(dataDir, "postgres-18"));
  const { good, corrupt } = await writeFiles(songs);
  // A link to a song outside, and a file that never ends.
  await Deno.writeFile(join(folder.path, "outside.mid"), importTune(0, { bars: BARS }));
  await Deno.symlink(join(folder.path, "outside.mid"), join(songs, "link.mid"));
  await runShell(`mkfifo '${join(songs, "pipe.mid")}'`);

  await using program = runProgram(["run", "-A", PROGRAM, "--report", reportPath, songs], {
    env: { DATA_DIR: dataDir },
  });
  assert.equal(await program.exit, 1, program.stderr());

  const refused = await readRefused(reportPath);
  assert.deepEqual(
    refused.map(({ path }) => path).sort(),
    [...corrupt, "link.mid", "pipe.mid"].sort(),
  );
  assert.ok(refused.every(({ reason }) => reason.length > 10), "each says why");
  assert.ok(new Set(refused.map(({ reason }) => reason)).size > 10, "and not all the same");
  const catalogue = await readCatalogue({ dataDir });
  assert.deepEqual(
    catalogue.songs.map(({ contentSha256 }) => contentSha256),
    [...good].sort(),
  );
});

/** The content of each file that is good, and the path of each that is not. */
async function writeFiles(folder: string) {
  await Deno.mkdir(folder, { recursive: true });
  const tunes = Array.from(
    { length: GOOD_FILES },
    (_, seed) => importTune(1 + seed, { bars: BARS }),
  );
  const good = new Set<string>();
  const corrupt: string[] = [];
  for (let file = 0; corrupt.length < CORRUPT_FILES; file++) {
    assert.ok(file < MAX_DAMAGED_FILES, "most damaged files are corrupt");
    const bytes = tunes[file] ?? corruptMidi(tunes, `corrupt ${file}`);
    const path = `Tune ${file}.mid`;
    await Deno.writeFile(join(folder, path), bytes);
    if (isRead(bytes)) good.add(await sha256Of(bytes));
    else corrupt.push(path);
  }
  assert.ok(good.size >= GOOD_FILES);
  return { good, corrupt };
}

function isRead(bytes: Uint8Array): boolean {
  try {
    studyMidi(bytes);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function readRefused(path: string): Promise<Refused[]> {
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  return lines.filter(({ outcome }) => outcome === "refused");
}
