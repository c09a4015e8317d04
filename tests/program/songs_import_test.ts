import assert from "node:assert/strict";
import { join } from "node:path";
import { newDataDir } from "../support/data_dir.ts";
import { ROOT, runProgram } from "../support/program.ts";
import { simpleMidi } from "../support/simple_piece.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const IMPORT = ["run", "-A", join(ROOT, "src/program/songs_import.ts")];

Deno.test("songs import brings a folder into the catalogue, once", async () => {
  await using data = await newDataDir();
  await using songs = await temporaryFolder();
  await Deno.writeFile(join(songs.path, "Somebody - A Song.mid"), simpleMidi());
  const env = { DATA_DIR: data.path };

  await using first = runProgram([...IMPORT, songs.path], { env });
  assert.equal(await first.exit, 0, first.stderr());
  assert.equal(first.lines.at(-1), "1 imported, 0 there already, 0 refused");
  assert.match(first.lines.join("\n"), /█{32} 1\/1/);

  await using second = runProgram([...IMPORT, songs.path], { env });
  assert.equal(await second.exit, 0, second.stderr());
  assert.equal(second.lines.at(-1), "0 imported, 1 there already, 0 refused");
});

Deno.test("songs import names the file it refuses and goes on with the others", async () => {
  await using data = await newDataDir();
  await using songs = await temporaryFolder();
  await Deno.writeFile(join(songs.path, "A Song.mid"), simpleMidi());
  await Deno.writeTextFile(join(songs.path, "No Song.mid"), "this is text");

  await using program = runProgram([...IMPORT, songs.path], { env: { DATA_DIR: data.path } });
  assert.equal(await program.exit, 1, program.stderr());
  assert.equal(program.lines.at(-1), "1 imported, 0 there already, 1 refused");
  assert.match(program.lines.join("\n"), /No Song\.mid: /);
});
