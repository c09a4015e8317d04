import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { MAX_BATCH_FILES } from "../../../src/songs/import/batch_files.ts";
import { dryRun } from "../../../src/songs/import/dry_run.ts";
import type { FileReport } from "../../../src/songs/import/file_report.ts";
import { type ImportRequest, importSongs } from "../../../src/songs/import/import_songs.ts";
import { MAX_IMPORT_BYTES } from "../../../src/songs/import/load_files.ts";
import { Manifest } from "../../../src/songs/import/manifest.ts";
import { studyMidi } from "../../../src/songs/music/analyse_midi.ts";
import { importWorld } from "../../support/import_world.ts";
import { memorySource } from "../../support/memory_source.ts";
import { simpleMidi, simpleNote } from "../../support/simple_piece.ts";

type Files = Parameters<typeof memorySource>[0];

/** An import from files in memory into a catalogue in memory. */
function folder(files: Files, rows: readonly unknown[] = []) {
  const world = importWorld();
  const reports: FileReport[] = [];
  const manifest = new Manifest();
  for (const [index, row] of rows.entries()) manifest.add(row, index + 2);
  const request: ImportRequest = {
    source: memorySource(files),
    manifest,
    notes: { license: "CC0-1.0", sourceNote: "Imported for a test" },
    onFile: (report) => void reports.push(report),
  };
  const study = (bytes: Uint8Array) => Promise.resolve(bytes).then(studyMidi);
  return { ...world, study, reports, request };
}

/** A file like no other of another name. */
function song(name: string): Uint8Array<ArrayBuffer> {
  return simpleMidi({ name });
}

/** 20 notes that no transposition makes into those of another start. */
function tune(name: string): Uint8Array<ArrayBuffer> {
  const notes = Array.from(
    { length: 20 },
    (_, index) => simpleNote({ startTicks: index * 480, durationTicks: 240, pitch: 60 + index }),
  );
  return simpleMidi({ name, notes });
}

function outcomes(reports: readonly FileReport[]): string[] {
  return reports.map(({ path, outcome }) => `${path} ${outcome}`);
}

const NONE = { imported: 0, duplicate: 0, refused: 0, alike: 0, isComplete: true };

Deno.test("songs of a source are imported in its order, named by their paths", async () => {
  const deps = folder({
    "Erik Satie/Gymnopédie No. 1.mid": song("a"),
    "Scott Joplin - Solace.MIDI": song("b"),
  });
  const summary = await importSongs(deps, deps.request);
  assert.deepEqual(summary, { ...NONE, imported: 2 });
  assert.deepEqual(outcomes(deps.reports), [
    "Erik Satie/Gymnopédie No. 1.mid imported",
    "Scott Joplin - Solace.MIDI imported",
  ]);
  const [satie, joplin] = await deps.store.page({ limit: 9 });
  assert.deepEqual([satie?.title, satie?.artist], ["Gymnopédie No. 1", "Erik Satie"]);
  assert.deepEqual([joplin?.title, joplin?.license], ["Solace", "CC0-1.0"]);
  assert.deepEqual(deps.files.objects.get(joplin!.objectKey), song("b"));
});

Deno.test("a second import of a source finds only duplicates, and analyses none", async () => {
  const deps = folder({ "One.mid": song("a"), "Two.mid": song("b") });
  await importSongs(deps, deps.request);
  const study = () => assert.fail("nothing is new");
  assert.deepEqual(await importSongs({ ...deps, study }, deps.request), { ...NONE, duplicate: 2 });
});

Deno.test("of equal files the first of the list is kept, and the others name it", async () => {
  const deps = folder({ "b.mid": song("x"), "a.mid": song("x"), "c.mid": song("x") });
  const summary = await importSongs(deps, deps.request);
  assert.deepEqual(summary, { ...NONE, imported: 1, duplicate: 2 });
  assert.deepEqual(deps.reports.slice(1), [
    { path: "a.mid", outcome: "duplicate", sameAs: "b.mid" },
    { path: "c.mid", outcome: "duplicate", sameAs: "b.mid" },
  ]);
});

Deno.test("equal files in different batches are told apart as well", async () => {
  const between = Array.from(
    { length: MAX_BATCH_FILES },
    (_, index) => [`${index}.mid`, undefined],
  );
  const files = Object.fromEntries([["x first.mid", song("x")], ...between, ["x.mid", song("x")]]);
  const deps = folder(files);
  const { imported, duplicate, refused } = await importSongs(deps, deps.request);
  assert.deepEqual([imported, duplicate, refused], [1, 1, MAX_BATCH_FILES]);
});

Deno.test("equal files that are no songs are refused each, for the same reason", async () => {
  const deps = folder({ "a.mid": new Uint8Array(), "b.mid": new Uint8Array() });
  assert.deepEqual(await importSongs(deps, deps.request), { ...NONE, refused: 2 });
  const [first, second] = deps.reports;
  assert.deepEqual({ ...second, path: "a.mid" }, first);
  assert.equal(first?.outcome === "refused" && first.code, "invalid_midi");
});

Deno.test("a song of the same notes as another is imported, and names it", async () => {
  const deps = folder({ "One.mid": tune("a"), "Two.mid": tune("b") });
  const summary = await importSongs(deps, deps.request);
  assert.deepEqual(summary, { ...NONE, imported: 2, alike: 1 });
  const [first, second] = deps.reports;
  assert.equal(first?.outcome === "imported" && first.alike, undefined);
  assert.equal(second?.outcome === "imported" && second.alike?.title, "One");
});

Deno.test("a file that cannot be imported says why and the others go on", async () => {
  const deps = folder({
    "1 broken.mid": new TextEncoder().encode("MThd but then nonsense"),
    "2 gone.mid": undefined,
    "3 huge.mid": new Uint8Array(MAX_IMPORT_BYTES + 1),
    "4 large.mid": new Uint8Array(MAX_IMPORT_BYTES),
    "5 good.mid": song("a"),
  });
  assert.deepEqual(await importSongs(deps, deps.request), { ...NONE, imported: 1, refused: 4 });
  const codes = deps.reports.map((each) => each.outcome === "refused" ? each.code : each.outcome);
  assert.deepEqual(codes, [
    "invalid_midi",
    "unreadable",
    "midi_too_large",
    "invalid_midi",
    "imported",
  ]);
});

Deno.test("a path that a source lists twice is reported twice, each for what became of it", async () => {
  const deps = folder({ "a.mid": song("a") });
  const refusal = { code: "unreadable", reason: "Which file is meant cannot be told" } as const;
  const list = () =>
    ReadableStream.from([{ path: "a.mid", sizeBytes: 1 }, {
      path: "a.mid",
      sizeBytes: 0,
      refusal,
    }]);
  const source = { ...deps.request.source, list };
  const summary = await importSongs(deps, { ...deps.request, source });
  assert.deepEqual(summary, { ...NONE, imported: 1, refused: 1 });
  assert.deepEqual(outcomes(deps.reports), ["a.mid imported", "a.mid refused"]);
});

Deno.test("a file whose analysis breaks or hangs is refused alone", async () => {
  const deps = folder({ "bad.mid": song("bad"), "good.mid": song("good") });
  const study = (bytes: Uint8Array) =>
    bytes.length === song("bad").length
      ? Promise.reject(new AppError("internal", "The music of a song took too long"))
      : deps.study(bytes);
  const summary = await importSongs({ ...deps, study }, deps.request);
  assert.deepEqual(summary, { ...NONE, imported: 1, refused: 1 });
  assert.equal(deps.reports[0]?.outcome === "refused" && deps.reports[0].code, "analysis_failed");
});

Deno.test("a manifest names songs, and what it leaves out is found as without it", async () => {
  const deps = folder({ "Joplin/1.mid": song("a"), "x/2.mid": song("b") }, [
    { path: "./Joplin/1.mid", title: "Solace", artist: "", license: "PD", source: "A book" },
    { path: "x/2.mid", artist: "Satie" },
  ]);
  await importSongs(deps, deps.request);
  const [one, two] = await deps.store.page({ limit: 2 });
  assert.deepEqual([one?.title, one?.artist, one?.license, one?.sourceNote], [
    "Solace",
    "Joplin",
    "PD",
    "A book",
  ]);
  assert.deepEqual([two?.title, two?.artist, two?.license], ["b", "Satie", "CC0-1.0"]);
});

Deno.test("a manifest is held to what it says: rows that are bad, doubled or without a file", async () => {
  const deps = folder({ "a.mid": song("a") }, [
    { path: "a.mid", title: "A" },
    { path: "a.mid", title: "B" },
    { path: "../../etc/passwd", title: "C" },
    { path: "b.mid", title: "x".repeat(201) },
    "no row at all",
  ]);
  const summary = await importSongs(deps, deps.request);
  assert.deepEqual(summary, { ...NONE, imported: 1, refused: 4 });
  const refused = deps.reports.filter((report) => report.outcome === "refused");
  assert.deepEqual(refused.map(({ code, line, path }) => [code, line, path]), [
    ["manifest_row", 3, "a.mid"],
    ["manifest_row", 5, "b.mid"],
    ["manifest_row", 6, ""],
    ["manifest_row", 4, "../../etc/passwd"],
  ]);
});

Deno.test("a store that cannot be used ends the import, and nothing is reported as imported", async () => {
  const deps = folder({ "One.mid": song("a"), "Two.mid": song("b") });
  const put = () => Promise.reject(new AppError("storage_unavailable", "The disk is full"));
  const files = { put };
  await assert.rejects(importSongs({ ...deps, files }, deps.request), /The disk is full/);
  assert.deepEqual([deps.reports, await deps.store.count()], [[], 0]);
});

Deno.test("an import that broke off goes on where it was, to the same catalogue", async () => {
  const names = Array.from({ length: 3 * MAX_BATCH_FILES }, (_, index) => `Song ${index % 250}`);
  const files = Object.fromEntries(
    names.map((name, index) => [`${index} ${name}.mid`, song(name)]),
  );
  const whole = folder(files);
  await importSongs(whole, whole.request);

  const broken = folder(files);
  let adds = 0;
  const add: typeof broken.store.add = (songs) =>
    ++adds === 2 ? Promise.reject(new Error("The plug is out")) : broken.store.add(songs);
  const store = {
    add,
    findAlike: broken.store.findAlike.bind(broken.store),
    hasContents: broken.store.hasContents.bind(broken.store),
  };
  await assert.rejects(importSongs({ ...broken, store }, broken.request), /The plug is out/);
  assert.equal(await broken.store.count(), MAX_BATCH_FILES);
  await importSongs(broken, broken.request);
  assert.deepEqual(await catalogueOf(broken.store), await catalogueOf(whole.store));
  assert.deepEqual([...broken.files.objects.keys()].sort(), [...whole.files.objects.keys()].sort());
});

/** What is in a catalogue, but for random ids. */
async function catalogueOf(store: ReturnType<typeof folder>["store"]) {
  const songs = await store.page({ limit: 1_000 });
  return songs.map(({ songId: _, ...song }) => song)
    .sort((left, right) => left.contentSha256 < right.contentSha256 ? -1 : 1);
}

Deno.test("an import that is stopped finishes what it has begun and says that it is not complete", async () => {
  const names = Array.from({ length: 9 * MAX_BATCH_FILES }, (_, index) => `Song ${index}`);
  const deps = folder(Object.fromEntries(names.map((name) => [`${name}.mid`, song(name)])), [
    { path: "never looked for.mid" },
  ]);
  const stop = new AbortController();
  const onFile = (report: FileReport) => {
    deps.reports.push(report);
    stop.abort();
  };
  const stopping = stop.signal;
  const summary = await importSongs(deps, { ...deps.request, onFile, stopping });
  assert.equal(summary.isComplete, false);
  assert.ok(summary.imported >= MAX_BATCH_FILES && summary.imported < names.length);
  assert.deepEqual([summary.refused, await deps.store.count()], [0, summary.imported]);
});

Deno.test("an import that is aborted breaks off at once", async () => {
  const deps = folder({ "One.mid": song("a") });
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(importSongs(deps, { ...deps.request, signal }), /enough/);
  assert.deepEqual([await deps.store.count(), deps.files.objects.size], [0, 0]);
});

Deno.test("a dry run tells what an import would do, and changes nothing", async () => {
  const files = { "a.mid": tune("a"), "b.mid": tune("a"), "c.mid": tune("b"), "d.mid": undefined };
  const real = folder(files);
  const dry = folder(files);
  const summary = await importSongs(dryRun(dry), dry.request);
  assert.deepEqual(summary, await importSongs(real, real.request));
  assert.deepEqual(dry.reports, real.reports);
  assert.deepEqual([await dry.store.count(), dry.files.objects.size], [0, 0]);
});

Deno.test("an import of more files than the limit ends there, and one of as many does not", async () => {
  const deps = folder({ "a.mid": song("a"), "b.mid": song("b") });
  await assert.rejects(
    importSongs(deps, { ...deps.request, maxFiles: 1 }),
    /^RangeError: Cannot import more than 1 files/,
  );
  assert.equal((await importSongs(deps, { ...deps.request, maxFiles: 2 })).imported, 2);
});

Deno.test("a source without songs imports nothing", async () => {
  const deps = folder({});
  assert.deepEqual(await importSongs(deps, deps.request), NONE);
});
