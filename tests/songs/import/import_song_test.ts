import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { MAX_SONG_NOTE_LENGTH } from "../../../src/songs/import/describe_song.ts";
import { importSong } from "../../../src/songs/import/import_song.ts";
import { sha256Of } from "../../../src/songs/import/sha256_of.ts";
import { songSchema } from "../../../src/songs/song.ts";
import { importWorld } from "../../support/import_world.ts";
import { midiFile } from "../../support/midi_bytes.ts";
import { simpleMidi } from "../../support/simple_piece.ts";

function song(changes: Partial<Parameters<typeof importSong>[1]> = {}) {
  return {
    bytes: simpleMidi(),
    title: "Für Elise",
    artist: "Ludwig van Beethoven",
    license: "CC0-1.0",
    sourceNote: "Written for a test",
    ...changes,
  };
}

function withCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

Deno.test("an imported song has a row that fits the schema and a file with the same bytes", async () => {
  const world = importWorld();
  const result = await importSong(world, song());
  assert.equal(result.outcome, "imported");
  const id = "00000000-0000-4000-8000-000000000001";
  const found = songSchema.parse(await world.store.find(id));
  assert.deepEqual([found.title, found.durationSeconds, found.tempoBpm], ["Für Elise", 2, 120]);
  assert.deepEqual(result, { outcome: "imported", song: found });
  const key = `songs/${await sha256Of(simpleMidi())}.mid`;
  assert.deepEqual(await world.store.objectKeys([id]), [key]);
  assert.deepEqual(world.files.objects.get(key), simpleMidi());
});

Deno.test("a content that is there already, whatever it is called now, stores nothing", async () => {
  const world = importWorld();
  await importSong(world, song());
  const again = song({ title: "Something Else", artist: "Somebody Else" });
  assert.deepEqual(await importSong(world, again), { outcome: "duplicate" });
  assert.equal(world.files.objects.size, 1);
});

Deno.test("another content under the same name is another song", async () => {
  const world = importWorld();
  await importSong(world, song());
  const other = await importSong(world, song({ bytes: simpleMidi({ name: "Another" }) }));
  assert.equal(other.outcome, "imported");
  assert.equal(await world.store.count(), 2);
});

Deno.test("the slower of two imports of one song leaves no file behind", async () => {
  const world = importWorld();
  const results = await Promise.all([importSong(world, song()), importSong(world, song())]);
  assert.deepEqual(results.map(({ outcome }) => outcome).sort(), ["duplicate", "imported"]);
  assert.equal(await world.store.count(), 1);
  assert.equal(world.files.objects.size, 1);
});

Deno.test("a song whose file cannot be stored gets no row", async () => {
  const world = importWorld();
  const files = {
    put: () => Promise.reject(new AppError("storage_unavailable", "The disk is full")),
    delete: () => Promise.resolve(),
  };
  await assert.rejects(importSong({ ...world, files }, song()), withCode("storage_unavailable"));
  assert.equal(await world.store.count(), 0);
});

Deno.test("bytes that are no MIDI file are refused and leave nothing behind", async () => {
  const world = importWorld();
  const bytes = new TextEncoder().encode("not a MIDI file at all");
  await assert.rejects(importSong(world, song({ bytes })), withCode("invalid_midi"));
  await assert.rejects(
    importSong(world, song({ bytes: new Uint8Array() })),
    withCode("invalid_midi"),
  );
  assert.deepEqual([await world.store.count(), world.files.objects.size], [0, 0]);
});

Deno.test("a MIDI file without notes is refused", async () => {
  const bytes = midiFile(["00 ff2f00"]);
  await assert.rejects(importSong(importWorld(), song({ bytes })), withCode("invalid_midi"));
});

Deno.test("a MIDI file over a limit is refused as too large", async () => {
  const bytes = new Uint8Array(2 * 1024 * 1024 + 1);
  bytes.set(simpleMidi());
  await assert.rejects(importSong(importWorld(), song({ bytes })), withCode("midi_too_large"));
});

Deno.test("a title or artist that cannot be asked for is refused", async () => {
  const world = importWorld();
  await assert.rejects(importSong(world, song({ title: "" })), withCode("invalid_request"));
  await assert.rejects(importSong(world, song({ artist: " " })), withCode("invalid_request"));
  await assert.rejects(importSong(world, song({ title: "a\u0000b" })), withCode("invalid_request"));
  await assert.rejects(
    importSong(world, song({ title: "x".repeat(201) })),
    withCode("invalid_request"),
  );
  assert.equal((await importSong(world, song({ title: "x".repeat(200) }))).outcome, "imported");
});

Deno.test("a licence and a source note are needed, within their limit", async () => {
  const world = importWorld();
  const longest = "x".repeat(MAX_SONG_NOTE_LENGTH);
  await assert.rejects(importSong(world, song({ license: "" })), withCode("invalid_request"));
  await assert.rejects(
    importSong(world, song({ sourceNote: `${longest}x` })),
    withCode("invalid_request"),
  );
  await assert.rejects(
    importSong(world, song({ license: "a\u0000" })),
    withCode("invalid_request"),
  );
  assert.equal((await importSong(world, song({ sourceNote: longest }))).outcome, "imported");
});

Deno.test("an import that was aborted stores nothing", async () => {
  const world = importWorld();
  const aborted = AbortSignal.abort(new Error("enough"));
  await assert.rejects(importSong(world, song(), aborted), /enough/);
  assert.deepEqual([await world.store.count(), world.files.objects.size], [0, 0]);
});
