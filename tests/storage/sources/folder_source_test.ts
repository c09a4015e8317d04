import assert from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "../../../src/errors.ts";
import { FileRefusal, type RefusalCode } from "../../../src/songs/import/refusal.ts";
import { MAX_FOLDER_DEPTH, openFolderSource } from "../../../src/storage/sources/folder_source.ts";
import { temporaryFolder } from "../../support/temporary_folder.ts";

const LIMIT = { maxBytes: 1000 };

async function write(...segments: string[]): Promise<void> {
  const path = join(...segments);
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, segments.at(-1)!);
}

async function pathsOf(folder: string): Promise<[string, string | undefined][]> {
  await using source = await openFolderSource(folder);
  const listed = await Array.fromAsync(source.list());
  assert.equal(await source.count(), listed.length);
  return listed.map(({ path, refusal }) => [path, refusal?.code]);
}

function withCode(code: RefusalCode) {
  return (error: unknown) => error instanceof FileRefusal && error.code === code;
}

Deno.test("a folder source lists its MIDI files in order of names, and nothing else", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "b.mid");
  await write(folder.path, "a", "2.MIDI");
  await write(folder.path, "a", "1.kar");
  await write(folder.path, "notes.txt");
  await write(folder.path, "mid");
  await write(folder.path, "._b.mid");
  assert.deepEqual(await pathsOf(folder.path), [
    ["a/1.kar", undefined],
    ["a/2.MIDI", undefined],
    ["b.mid", undefined],
  ]);
});

Deno.test("a folder source reads a file, and no more of it than allowed", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "song.mid");
  await write(folder.path, "empty.mid");
  await Deno.truncate(join(folder.path, "empty.mid"));
  await using source = await openFolderSource(folder.path);
  assert.deepEqual((await Array.fromAsync(source.list())).map(({ sizeBytes }) => sizeBytes), [
    0,
    8,
  ]);
  assert.equal(new TextDecoder().decode(await source.read("song.mid", LIMIT)), "song.mid");
  assert.equal((await source.read("song.mid", { maxBytes: 8 })).length, 8);
  await assert.rejects(source.read("song.mid", { maxBytes: 7 }), withCode("midi_too_large"));
  assert.equal((await source.read("empty.mid", LIMIT)).length, 0);
});

Deno.test("a folder source takes a file for a folder that holds nothing else", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "song.mid");
  await write(folder.path, "other.mid");
  assert.deepEqual(await pathsOf(join(folder.path, "song.mid")), [["song.mid", undefined]]);
});

Deno.test("a single file that is named like no MIDI file is refused, not passed over", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "notes.txt");
  assert.deepEqual(await pathsOf(join(folder.path, "notes.txt")), [["notes.txt", "invalid_midi"]]);
});

Deno.test("links in a folder source are refused, whatever they lead to", async () => {
  await using folder = await temporaryFolder();
  await using outside = await temporaryFolder();
  await write(outside.path, "secret.mid");
  await write(folder.path, "inside.mid");
  await Deno.symlink(join(outside.path, "secret.mid"), join(folder.path, "link.mid"));
  await Deno.symlink(outside.path, join(folder.path, "folder"));
  await Deno.symlink(folder.path, join(folder.path, "loop"));
  assert.deepEqual(await pathsOf(folder.path), [
    ["folder", "link"],
    ["inside.mid", undefined],
    ["link.mid", "link"],
    ["loop", "link"],
  ]);
  await using source = await openFolderSource(folder.path);
  await assert.rejects(source.read("link.mid", LIMIT), withCode("unreadable"));
  await assert.rejects(source.read("folder/secret.mid", LIMIT), withCode("link"));
});

Deno.test("a path that leads out of a folder source is not read", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "outside.mid");
  await write(folder.path, "songs", "song.mid");
  await using source = await openFolderSource(join(folder.path, "songs"));
  await assert.rejects(source.read("../outside.mid", LIMIT), withCode("unreadable"));
  assert.equal(await source.has("song.mid"), true);
  assert.equal(await source.has("manifest.csv"), false);
});

Deno.test("a folder that is itself reached by a link is read as the folder it is", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "songs", "song.mid");
  await Deno.symlink(join(folder.path, "songs"), join(folder.path, "link"));
  assert.deepEqual(await pathsOf(join(folder.path, "link")), [["song.mid", undefined]]);
});

Deno.test("a file that goes between list and read is refused", async () => {
  await using folder = await temporaryFolder();
  await write(folder.path, "song.mid");
  await using source = await openFolderSource(folder.path);
  const [file] = await Array.fromAsync(source.list());
  await Deno.remove(join(folder.path, "song.mid"));
  await assert.rejects(source.read(file!.path, LIMIT), withCode("unreadable"));
});

Deno.test("files and folders whose names are not UTF-8 are refused for that", async () => {
  await using folder = await temporaryFolder();
  const script = String
    .raw`mkdir "$(printf 'b\351')" && touch "$(printf 'a\351.mid')" && touch b*/c.mid`;
  await new Deno.Command("sh", { args: ["-c", script], cwd: folder.path }).output();
  await using source = await openFolderSource(folder.path);
  const reason = "Its name is not UTF-8: rename it";
  assert.deepEqual(await Array.fromAsync(source.list()), [
    { path: "a\ufffd.mid", sizeBytes: 0, refusal: { code: "unreadable", reason } },
    { path: "b\ufffd", sizeBytes: 0, refusal: { code: "unreadable", reason } },
  ]);
});

Deno.test("folders deeper than the limit are refused, those before are read", async () => {
  await using folder = await temporaryFolder();
  const deepest = "d/".repeat(MAX_FOLDER_DEPTH).slice(0, -1);
  await write(folder.path, deepest, "song.mid");
  await write(folder.path, deepest, "d", "too deep.mid");
  assert.deepEqual(await pathsOf(folder.path), [
    [`${deepest}/d`, "unreadable"],
    [`${deepest}/song.mid`, undefined],
  ]);
});

Deno.test("a folder that is not there cannot be opened", async () => {
  await assert.rejects(
    openFolderSource("/nowhere/at all"),
    (error) => error instanceof AppError && error.code === "not_found",
  );
});
