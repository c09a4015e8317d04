import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { FileRefusal } from "../../../src/songs/import/refusal.ts";
import { createS3ObjectStore } from "../../../src/storage/objects/s3_object_store.ts";
import { openBucketSource } from "../../../src/storage/sources/bucket_source.ts";
import { startS3Server } from "../../support/s3_server.ts";

const KEYS = ["other/a.mid", "songs/a.mid", "songs/b/c.midi", "songs/notes.txt", "songs2/x.mid"];

Deno.test("a bucket source is what lies below its prefix, and never more", async (t) => {
  await using server = await startS3Server();
  using store = createS3ObjectStore(server.options);
  const mediaType = "audio/midi";
  for (const key of KEYS) await store.put(key, new TextEncoder().encode(key), { mediaType });
  const open = (prefix: string) => openBucketSource({ ...server.options, prefix, pageSize: 2 });

  await t.step("it lists MIDI files over several pages, with or without a prefix", async () => {
    await using songs = open("songs");
    assert.deepEqual(await Array.fromAsync(songs.list()), [
      { path: "a.mid", sizeBytes: 11 },
      { path: "b/c.midi", sizeBytes: 14 },
    ]);
    assert.equal(await songs.count(), 2);
    await using all = open("");
    assert.equal(await all.count(), 4);
  });

  await t.step("it reads no more than allowed, and knows what is there", async () => {
    await using songs = open("songs/");
    const read = await songs.read("b/c.midi", { maxBytes: 14 });
    assert.equal(new TextDecoder().decode(read), "songs/b/c.midi");
    await assert.rejects(
      songs.read("b/c.midi", { maxBytes: 13 }),
      (error) => error instanceof FileRefusal && error.code === "midi_too_large",
    );
    assert.deepEqual([await songs.has("notes.txt"), await songs.has("manifest.csv")], [
      true,
      false,
    ]);
  });

  await t.step("an object that is gone, or outside, is refused alone", async () => {
    await using songs = open("songs");
    const isUnreadable = (error: unknown) =>
      error instanceof FileRefusal && error.code === "unreadable";
    await assert.rejects(songs.read("gone.mid", { maxBytes: 99 }), isUnreadable);
    await assert.rejects(songs.read("../other/a.mid", { maxBytes: 99 }), isUnreadable);
  });

  await t.step("a bucket that is not there, or away, fails as a whole", async () => {
    const isUnavailable = (error: unknown) =>
      error instanceof AppError && error.code === "storage_unavailable";
    await using missing = openBucketSource({ ...server.options, bucket: "nowhere", prefix: "" });
    await assert.rejects(missing.count(), isUnavailable);
    await server.stopAtOnce();
    await using songs = open("songs");
    await assert.rejects(songs.read("a.mid", { maxBytes: 99 }), isUnavailable);
  });
});
