import assert from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "../../../src/errors.ts";
import { FileRefusal, type RefusalCode } from "../../../src/songs/import/refusal.ts";
import type { SongSource } from "../../../src/songs/import/song_source.ts";
import { ZIP_LIMITS } from "../../../src/storage/sources/zip_directory.ts";
import { openZipSource } from "../../../src/storage/sources/zip_source.ts";
import { simpleMidi } from "../../support/simple_piece.ts";
import { temporaryFolder } from "../../support/temporary_folder.ts";
import { zipBytes, type ZipFile } from "../../support/zip_bytes.ts";

const SONG = { name: "Scott Joplin/Solace.mid", bytes: simpleMidi() };
const LIMIT = { maxBytes: 1024 * 1024 };

/** Runs with an archive of these files, or these bytes. */
async function withZip(
  files: readonly ZipFile[] | Uint8Array,
  use: (source: SongSource) => Promise<void>,
  limits = ZIP_LIMITS,
): Promise<void> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "songs.zip");
  await Deno.writeFile(path, files instanceof Uint8Array ? files : zipBytes(files));
  await using source = await openZipSource(path, limits);
  await use(source);
}

/** What opening such an archive says. */
async function refusalOf(
  files: readonly ZipFile[] | Uint8Array,
  limits = ZIP_LIMITS,
): Promise<string> {
  try {
    await withZip(files, () => Promise.resolve(), limits);
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === "invalid_request", String(error));
    return error.message;
  }
  assert.fail("the archive was opened");
}

function withCode(code: RefusalCode) {
  return (error: unknown) => error instanceof FileRefusal && error.code === code;
}

Deno.test("a zip source lists its MIDI files in order and reads them, packed or stored", async () => {
  const files = [
    { name: "b.mid", bytes: simpleMidi({ name: "b" }) },
    { name: "a/", bytes: new Uint8Array() },
    { name: "a/a.MID", bytes: simpleMidi({ name: "a" }), method: 0 },
    { name: "README.txt", bytes: simpleMidi() },
    { name: "__MACOSX/a/._a.mid", bytes: simpleMidi() },
    { name: "inner.zip", bytes: zipBytes([SONG]) },
  ];
  await withZip(files, async (source) => {
    const listed = await Array.fromAsync(source.list());
    assert.deepEqual(listed.map(({ path }) => path), ["b.mid", "a/a.MID"]);
    assert.equal(await source.count(), 2);
    assert.deepEqual(Uint8Array.from(await source.read("b.mid", LIMIT)), files[0]!.bytes);
    assert.deepEqual(Uint8Array.from(await source.read("a/a.MID", LIMIT)), files[2]!.bytes);
    assert.deepEqual([await source.has("README.txt"), await source.has("a")], [true, false]);
  });
});

Deno.test("a zip source with a name that leads out of it is not opened", async () => {
  assert.match(await refusalOf([SONG, { ...SONG, name: "../../evil.mid" }]), /relative path/);
  assert.match(await refusalOf([SONG, { ...SONG, name: "/etc/evil.mid" }]), /absolute path/);
  assert.match(await refusalOf([SONG, { ...SONG, name: "C:evil.mid" }]), /absolute path/);
  assert.match(await refusalOf([SONG, { ...SONG, name: "a\\..\\evil.mid" }]), /invalid characters/);
  assert.match(await refusalOf([SONG, { ...SONG, name: "a\0.mid" }]), /invalid characters/);
  assert.match(await refusalOf([SONG, { ...SONG, name: "./a//b.mid" }]), /relative path/);
});

Deno.test("a zip source with a symbolic link is not opened", async () => {
  const link = { name: "a.mid", bytes: new TextEncoder().encode("/etc/passwd"), mode: 0o120777 };
  assert.match(await refusalOf([SONG, link]), /symbolic link: "a\.mid"/);
});

Deno.test("a zip source that would grow beyond measure is not opened", async () => {
  const bomb = { ...SONG, statedBytes: ZIP_LIMITS.harmlessBytes + 1 };
  assert.match(await refusalOf([bomb]), /grow to over 250 times its size/);
  await withZip([{ ...SONG, statedBytes: ZIP_LIMITS.harmlessBytes }], async (source) => {
    await assert.rejects(source.read(SONG.name, LIMIT), withCode("midi_too_large"));
  });
});

Deno.test("a zip source over a limit of entries or bytes is not opened, one at it is", async () => {
  const files = [SONG, { ...SONG, name: "b.mid" }];
  const maxBytes = 2 * SONG.bytes.length;
  const exact = { ...ZIP_LIMITS, maxEntries: 2, maxBytes };
  await withZip(files, async (source) => assert.equal(await source.count(), 2), exact);
  assert.match(await refusalOf(files, { ...exact, maxEntries: 1 }), /over 1 entries/);
  assert.match(
    await refusalOf(files, { ...exact, maxBytes: maxBytes - 1 }),
    /holds over \d+ bytes/,
  );
});

Deno.test("a zip source whose files all share the same bytes is not opened", async () => {
  const large = { name: "0.mid", bytes: new Uint8Array(1024 * 1024) };
  const files = Array.from(
    { length: 80 },
    (_, index) => ({ ...large, name: `${index}.mid`, isShared: index > 0 }),
  );
  assert.match(await refusalOf(files), /grow to over 250 times its size/);
});

Deno.test("a file that inflates to more than its archive says is refused as it inflates", async () => {
  const bomb = { name: "a.mid", bytes: new Uint8Array(8 * 1024 * 1024), statedBytes: 1000 };
  await withZip([bomb, SONG], async (source) => {
    await assert.rejects(source.read("a.mid", LIMIT), withCode("unreadable"));
    assert.equal((await source.read(SONG.name, LIMIT)).length, SONG.bytes.length);
  });
});

Deno.test("a file of a zip source over the limit is refused unread", async () => {
  await withZip([SONG], async (source) => {
    const { length } = SONG.bytes;
    assert.equal((await source.read(SONG.name, { maxBytes: length })).length, length);
    const tooSmall = { maxBytes: length - 1 };
    await assert.rejects(source.read(SONG.name, tooSmall), withCode("midi_too_large"));
  });
});

Deno.test("files that are encrypted, packed in an unknown way or doubled are refused alone", async () => {
  const files = [
    { ...SONG, name: "secret.mid", flags: 1 },
    { ...SONG, name: "odd.mid", method: 93 },
    SONG,
    SONG,
  ];
  await withZip(files, async (source) => {
    const listed = await Array.fromAsync(source.list());
    assert.deepEqual(listed.map(({ path, refusal }) => [path, refusal?.reason]), [
      ["secret.mid", "It is encrypted"],
      ["odd.mid", "It is packed in an unknown way: method 93"],
      [SONG.name, undefined],
      [SONG.name, "The archive has several files of this path"],
    ]);
    await assert.rejects(source.read("secret.mid", LIMIT), withCode("unreadable"));
  });
});

Deno.test("a damaged file of a zip source is refused alone", async () => {
  const broken = { ...SONG, name: "broken.mid", crc: 1 };
  const short = { ...SONG, name: "short.mid", statedBytes: SONG.bytes.length + 1 };
  await withZip([broken, short, SONG], async (source) => {
    await assert.rejects(source.read("broken.mid", LIMIT), withCode("unreadable"));
    await assert.rejects(source.read("short.mid", LIMIT), withCode("unreadable"));
    await assert.rejects(source.read("never there.mid", LIMIT), withCode("unreadable"));
    assert.equal((await source.read(SONG.name, LIMIT)).length, SONG.bytes.length);
  });
});

Deno.test("an empty file of a zip source is read as empty", async () => {
  await withZip([{ name: "a.mid", bytes: new Uint8Array() }], async (source) => {
    assert.equal((await source.read("a.mid", LIMIT)).length, 0);
  });
});

Deno.test("what is no archive, or was cut off, is not opened", async () => {
  assert.match(await refusalOf(simpleMidi()), /Cannot import the archive/);
  assert.match(await refusalOf(zipBytes([SONG]).slice(0, -30)), /Cannot import the archive/);
  await assert.rejects(
    openZipSource("/nowhere/at all.zip"),
    (error) => error instanceof AppError && error.code === "not_found",
  );
});
