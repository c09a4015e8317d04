import assert from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "../../../src/errors.ts";
import { exportSongs, type SongReport } from "../../../src/songs/export/export_songs.ts";
import { findManifest } from "../../../src/songs/import/find_manifest.ts";
import { importSongs } from "../../../src/songs/import/import_songs.ts";
import { Manifest } from "../../../src/songs/import/manifest.ts";
import { studyMidi } from "../../../src/songs/music/analyse_midi.ts";
import { openFolderSource } from "../../../src/storage/sources/folder_source.ts";
import { openFolderTarget } from "../../../src/storage/targets/folder_target.ts";
import { importWorld } from "../../support/import_world.ts";
import { memorySource } from "../../support/memory_source.ts";
import { simpleMidi } from "../../support/simple_piece.ts";
import { temporaryFolder } from "../../support/temporary_folder.ts";

const ROWS = [
  { path: "1.mid", title: 'AC/DC: "No?"', artist: "../..", license: "PD", source: "A book" },
  { path: "2.mid", title: "CON", artist: "日本の\tうた".replace("\t", " ") },
  { path: "3.mid", title: "x".repeat(200), artist: "…" },
  { path: "4.mid", title: "Solace", artist: "scott joplin" },
  { path: "5.mid", title: "Solace", artist: "Scott Joplin" },
];

/** A catalogue in memory of the songs of a source. */
async function catalogueOf(source: ReturnType<typeof memorySource>, manifest: Manifest) {
  const world = importWorld();
  const study = (bytes: Uint8Array) => Promise.resolve(studyMidi(bytes));
  const notes = { license: "unknown", sourceNote: "unknown" };
  await importSongs({ ...world, study }, { source, manifest, notes, onFile: () => {} });
  return world;
}

async function originalCatalogue() {
  const manifest = new Manifest();
  for (const [index, row] of ROWS.entries()) manifest.add(row, index + 1);
  const files = ROWS.map(({ path }) => [path, simpleMidi({ name: path })] as const);
  return await catalogueOf(memorySource(Object.fromEntries(files)), manifest);
}

function readerOf({ files }: ReturnType<typeof importWorld>) {
  const lost = new AppError("not_found", "There is no such object");
  return (key: string) => {
    const bytes = files.objects.get(key);
    return bytes ? Promise.resolve(bytes) : Promise.reject(lost);
  };
}

/** Titles, artists, licences, sources, contents and analyses: all but random ids and times. */
async function songsOf({ store }: ReturnType<typeof importWorld>) {
  const songs = await store.page({ limit: 100 });
  return songs.map(({ songId: _, createdAt: __, ...song }) => song)
    .sort((left, right) => left.contentSha256 < right.contentSha256 ? -1 : 1);
}

Deno.test("an import of an export makes the same catalogue, whatever its songs are called", async () => {
  await using folder = await temporaryFolder();
  const world = await originalCatalogue();
  using target = await openFolderTarget(join(folder.path, "out"));
  const counts = await exportSongs(
    { store: world.store, readObject: readerOf(world), target },
    () => {},
  );
  assert.deepEqual(counts, { exported: ROWS.length, failed: 0 });
  await using source = await openFolderSource(join(folder.path, "out"));
  const copy = await catalogueOf(source, await findManifest(source));
  assert.equal(await copy.store.count(), ROWS.length);
  assert.deepEqual(await songsOf(copy), await songsOf(world));
});

Deno.test("an export that broke off goes on where it was, and shows no manifest before", async () => {
  await using folder = await temporaryFolder();
  const world = await originalCatalogue();
  const read = readerOf(world);
  let reads = 0;
  const readObject = (key: string) =>
    ++reads === 4 ? Promise.reject(new Error("The plug is out")) : read(key);
  {
    using target = await openFolderTarget(folder.path);
    const broken = exportSongs({ store: world.store, readObject, target }, () => {});
    await assert.rejects(broken, /The plug is out/);
  }
  await assert.rejects(Deno.stat(join(folder.path, "manifest.jsonl")), Deno.errors.NotFound);
  const before = reads;
  using target = await openFolderTarget(folder.path);
  const counts = await exportSongs({ store: world.store, readObject, target }, () => {});
  assert.deepEqual(counts, { exported: ROWS.length, failed: 0 });
  assert.ok(reads - before < ROWS.length, "songs that are there are not read again");
  const lines = (await Deno.readTextFile(join(folder.path, "manifest.jsonl"))).trim().split("\n");
  assert.equal(lines.length, ROWS.length);
});

Deno.test("a song whose file is lost or damaged is named, and the others are exported", async () => {
  await using folder = await temporaryFolder();
  const world = await originalCatalogue();
  const [lost, damaged] = [...world.files.objects.keys()];
  world.files.objects.delete(lost!);
  world.files.objects.set(damaged!, Uint8Array.of(1));
  using target = await openFolderTarget(folder.path);
  const reports: SongReport[] = [];
  const counts = await exportSongs(
    { store: world.store, readObject: readerOf(world), target },
    (report) => reports.push(report),
  );
  assert.deepEqual(counts, { exported: ROWS.length - 2, failed: 2 });
  const reasons = reports.flatMap(({ reason }) => reason ?? []).sort();
  assert.match(reasons[0]!, /cannot be read/);
  assert.match(reasons[1]!, /is damaged/);
});

Deno.test("a folder that holds an export is not written over", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "manifest.jsonl"), "");
  await assert.rejects(openFolderTarget(folder.path), /holds an export/);
});
