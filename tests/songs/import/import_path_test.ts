import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import {
  type FileReport,
  importPath,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_FILES,
} from "../../../src/songs/import/import_path.ts";
import { importWorld } from "../../support/import_world.ts";
import { simpleMidi } from "../../support/simple_piece.ts";

const NOTES = { license: "CC0-1.0", sourceNote: "Imported for a test" };

/** An import from files in memory; a file without bytes cannot be read. */
function folder(files: Readonly<Record<string, Uint8Array | undefined>>) {
  const world = importWorld();
  const reports: FileReport[] = [];
  return {
    ...world,
    reports,
    listFiles: () =>
      ReadableStream.from(
        Object.entries(files).map(([path, bytes]) => ({ path, sizeBytes: bytes?.length ?? 0 })),
      ),
    readFile: (path: string) => {
      const bytes = files[path];
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Deno.errors.NotFound(path));
    },
    request: { path: "music", ...NOTES, onFile: (report: FileReport) => reports.push(report) },
  };
}

Deno.test("every MIDI file of a folder is imported, in order, and nothing else", async () => {
  const deps = folder({
    "music/b/Scott Joplin - Solace.MIDI": simpleMidi(),
    "music/a/Erik Satie - Gymnopédie No. 1.mid": simpleMidi(),
    "music/notes.txt": simpleMidi(),
    "music/mid": simpleMidi(),
  });
  const counts = await importPath(deps, deps.request);
  assert.deepEqual(counts, { imported: 2, duplicate: 0, refused: 0 });
  assert.deepEqual(deps.reports, [
    {
      path: "music/a/Erik Satie - Gymnopédie No. 1.mid",
      outcome: "imported",
      done: 1,
      total: 2,
    },
    { path: "music/b/Scott Joplin - Solace.MIDI", outcome: "imported", done: 2, total: 2 },
  ]);
  const [satie] = await deps.store.searchExact("gymnopedie no 1 erik satie", 1);
  assert.deepEqual([satie?.title, satie?.artist], [
    "Gymnopédie No. 1",
    "Erik Satie",
  ]);
});

Deno.test("a second import of a folder finds only duplicates", async () => {
  const deps = folder({ "A - One.mid": simpleMidi(), "A - Two.mid": simpleMidi() });
  await importPath(deps, deps.request);
  const counts = await importPath(deps, deps.request);
  assert.deepEqual(counts, { imported: 0, duplicate: 2, refused: 0 });
});

Deno.test("a file that cannot be imported says why and the others go on", async () => {
  const deps = folder({
    "1 broken.mid": new TextEncoder().encode("MThd but then nonsense"),
    "2 gone.mid": undefined,
    "3 huge.mid": new Uint8Array(MAX_IMPORT_BYTES + 1),
    "4 large.mid": new Uint8Array(MAX_IMPORT_BYTES),
    "5 good.mid": simpleMidi(),
  });
  const counts = await importPath(deps, deps.request);
  assert.deepEqual(counts, { imported: 1, duplicate: 0, refused: 4 });
  const [broken, gone, huge, large, good] = deps.reports.map(({ reason }) => reason);
  assert.match(broken!, /MIDI/);
  assert.equal(gone, "The file cannot be read");
  assert.equal(huge, "The file is over 8388608 bytes");
  assert.notEqual(large, huge);
  assert.equal(good, undefined);
});

Deno.test("a store that cannot be used ends the import", async () => {
  const deps = folder({ "A - One.mid": simpleMidi(), "A - Two.mid": simpleMidi() });
  const files = {
    put: () => Promise.reject(new AppError("storage_unavailable", "The disk is full")),
    delete: () => Promise.resolve(),
  };
  await assert.rejects(importPath({ ...deps, files }, deps.request), /The disk is full/);
  assert.deepEqual(deps.reports, []);
});

Deno.test("a path without MIDI files imports nothing", async () => {
  const deps = folder({ "README.md": simpleMidi() });
  assert.deepEqual(await importPath(deps, deps.request), { imported: 0, duplicate: 0, refused: 0 });
});

Deno.test("an import stops between two files when it is aborted", async () => {
  const deps = folder({ "A - One.mid": simpleMidi(), "A - Two.mid": simpleMidi() });
  const controller = new AbortController();
  const onFile = () => controller.abort(new Error("enough"));
  await assert.rejects(
    importPath(deps, { ...deps.request, onFile }, controller.signal),
    /enough/,
  );
  assert.equal(await deps.store.count(), 1);
});

Deno.test("over the limit of files nothing is imported", async () => {
  const deps = folder({});
  const listFiles = async function* () {
    for (let index = 0; index <= MAX_IMPORT_FILES; index++) {
      yield await Promise.resolve({ path: `${index}.mid`, sizeBytes: 1 });
    }
  };
  await assert.rejects(
    importPath({ ...deps, listFiles }, deps.request),
    /^RangeError: Cannot import "music" as it has over 10000 MIDI files$/,
  );
});
