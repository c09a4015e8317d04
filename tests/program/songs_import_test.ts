import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256Of } from "../../src/songs/import/sha256_of.ts";
import { newDataDir } from "../support/data_dir.ts";
import { ROOT, runProgram } from "../support/program.ts";
import { simpleMidi } from "../support/simple_piece.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { zipBytes } from "../support/zip_bytes.ts";

const SOLACE = { name: "Scott Joplin/Solace.mid", bytes: simpleMidi() };

/** What a program of the catalogue prints, and how it ends. */
async function run(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const path = join(ROOT, `src/program/${name}.ts`);
  await using program = runProgram(["run", "-A", path, ...args], { env });
  const code = await program.exit;
  assert.equal(program.stderr(), "");
  return { code, lines: program.lines };
}

Deno.test("songs go into the catalogue, out of it into a folder, and away", async (t) => {
  await using data = await newDataDir();
  await using folder = await temporaryFolder();
  const env = { DATA_DIR: data.path };
  const songs = join(folder.path, "songs.zip");
  const report = join(folder.path, "report.jsonl");
  const out = join(folder.path, "out");

  await t.step("an import says what it did, and what it refused", async () => {
    const manifest = new TextEncoder().encode(`path,license\n${SOLACE.name},PD\nlost.mid,PD\n`);
    const files = [SOLACE, { name: "manifest.csv", bytes: manifest }, {
      name: "bad.mid",
      bytes: new TextEncoder().encode("this is text"),
    }];
    await Deno.writeFile(songs, zipBytes(files));
    const { code, lines } = await run("songs_import", [songs, "--report", report], env);
    assert.equal(code, 1);
    assert.match(lines.at(-3)!, / 2\/2 {2}.* files\/s {2}2 errors$/);
    assert.deepEqual(lines.slice(-2), [
      `The report is in ${report}`,
      "1 imported, 0 there already, 2 refused",
    ]);
    const told = (await Deno.readTextFile(report)).trim().split("\n").map((line) =>
      JSON.parse(line)
    );
    assert.deepEqual(told.map(({ outcome, code, path }) => [outcome, code, path]), [
      ["refused", "invalid_midi", "bad.mid"],
      ["refused", "manifest_row", "lost.mid"],
      ["summary", undefined, undefined],
    ]);
  });

  await t.step("an export writes the songs and their manifest", async () => {
    const { code, lines } = await run("songs_export", [out], env);
    assert.equal(code, 0);
    assert.match(lines.at(-1)!, /^\d+ exported, 0 failed$/);
    const rows = (await Deno.readTextFile(join(out, "manifest.jsonl"))).trim().split("\n");
    const { path, ...labels } = rows.map((row) => JSON.parse(row))
      .find(({ license }) => license === "PD");
    assert.deepEqual(await Deno.readFile(join(out, path)), SOLACE.bytes);
    assert.deepEqual(labels, {
      title: "Solace",
      artist: "Scott Joplin",
      license: "PD",
      source: "unknown",
    });
  });

  await t.step("a removal that nobody has confirmed removes nothing", async () => {
    const { code, lines } = await run("songs_remove", ["--license", "PD"], env);
    assert.equal(code, 1);
    assert.deepEqual(lines.slice(0, 1), ["Solace - Scott Joplin"]);
    assert.match(lines.at(-1)!, /Nothing was removed/);
  });

  await t.step("a removal takes the songs and their files away", async () => {
    const { code, lines } = await run("songs_remove", ["--license", "PD", "--yes"], env);
    assert.deepEqual([code, lines.at(-1)], [0, "1 removed"]);
    const object = join(data.path, "objects/songs", `${await sha256Of(SOLACE.bytes)}.mid`);
    await assert.rejects(Deno.stat(object), Deno.errors.NotFound);
  });
});

Deno.test("an archive with a path trick ends the import before anything is opened", async () => {
  await using folder = await temporaryFolder();
  const songs = join(folder.path, "songs.zip");
  await Deno.writeFile(songs, zipBytes([SOLACE, { ...SOLACE, name: "../evil.mid" }]));
  const env = { DATA_DIR: join(folder.path, "data") };
  const { code, lines } = await run("songs_import", [songs], env);
  assert.equal(code, 1);
  assert.match(
    lines.join("\n"),
    /^Cannot import the archive: invalid relative path: \.\.\/evil\.mid/,
  );
  await assert.rejects(Deno.stat(env.DATA_DIR), Deno.errors.NotFound);
});
