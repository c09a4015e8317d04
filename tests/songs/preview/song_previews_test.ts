import assert from "node:assert/strict";
import { Slots } from "../../../src/engine/slots.ts";
import { AppError } from "../../../src/errors.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { MusicThread } from "../../../src/songs/music/music_thread.ts";
import {
  createSongPreviews,
  type SongPreviewParts,
} from "../../../src/songs/preview/song_previews.ts";
import { MemoryObjectStore } from "../../support/memory_object_store.ts";
import { MemorySongStore } from "../../support/memory_song_store.ts";
import { newSong } from "../../support/new_song.ts";
import { silentMp3 } from "../../support/silent_mp3.ts";
import { simpleMidi } from "../../support/simple_piece.ts";

const NEVER = new AbortController().signal;
const MP3 = silentMp3(1);

async function createWorld(changes: Partial<SongPreviewParts> = {}) {
  const songs = new MemorySongStore();
  const objects = new MemoryObjectStore();
  const song = newSong("El Grillo", "Josquin");
  await songs.add([song]);
  await objects.put(song.objectKey, simpleMidi());
  const music = new MusicThread();
  const rendered: string[] = [];
  const warnings: string[] = [];
  const previews = createSongPreviews({
    songs,
    objects,
    draw: (midi, signal) => music.run("draw", midi, signal),
    cut: (midi, signal) => music.run("cut", midi, signal),
    render: (midi, name) => {
      assert.ok(readMidi(midi).tracks.length > 0);
      rendered.push(name);
      return Promise.resolve(MP3);
    },
    thumbnailTurns: new Slots({ count: 1, maxWaiting: 1 }),
    soundTurns: new Slots({ count: 1, maxWaiting: 1 }),
    log: { warn: (message) => void warnings.push(message) },
    ...changes,
  });
  return {
    previews,
    objects,
    songs,
    song,
    rendered,
    warnings,
    thumbnailKey: `thumbnails/${song.songId}-v1.svg`,
    soundKey: `previews/${song.songId}-v1.mp3`,
    [Symbol.dispose]() {
      previews[Symbol.dispose]();
      music[Symbol.dispose]();
    },
  };
}

function hasCode(code: AppError["code"]) {
  return (error: AppError) => error.code === code;
}

Deno.test("previews are made once, kept, and then only read", async () => {
  using world = await createWorld();
  const { previews, song, objects, rendered } = world;
  const thumbnail = await previews.thumbnail(song.songId, NEVER);
  assert.match(new TextDecoder().decode(thumbnail), /^<svg .*<\/svg>$/);
  const sound = await previews.sound(song.songId, NEVER);
  assert.deepEqual(sound, MP3);
  assert.deepEqual(objects.objects.get(world.thumbnailKey), thumbnail);
  assert.deepEqual(objects.objects.get(world.soundKey), sound);
  await objects.delete(song.objectKey);
  assert.deepEqual(await previews.thumbnail(song.songId, NEVER), thumbnail);
  assert.deepEqual(await previews.sound(song.songId, NEVER), sound);
  assert.deepEqual(rendered, [`preview-${song.songId}`]);
});

Deno.test("a song that has left the catalogue has no preview, though one was kept", async () => {
  using world = await createWorld();
  const { previews, song, songs } = world;
  await previews.thumbnail(song.songId, NEVER);
  await songs.remove([song.songId]);
  await assert.rejects(previews.thumbnail(song.songId, NEVER), hasCode("not_found"));
  await assert.rejects(previews.sound(song.songId, NEVER), hasCode("not_found"));
});

Deno.test("a song whose file is gone, damaged or too large is said to be unavailable", async () => {
  using world = await createWorld();
  const { previews, song, objects } = world;
  const refused = () =>
    assert.rejects(previews.thumbnail(song.songId, NEVER), hasCode("song_unavailable"));
  await objects.delete(song.objectKey);
  await refused();
  await objects.put(song.objectKey, new Uint8Array(100));
  await refused();
  await objects.put(song.objectKey, new Uint8Array(2 * 1024 * 1024 + 1));
  await refused();
  await assert.rejects(previews.sound(song.songId, NEVER), hasCode("song_unavailable"));
  assert.equal(objects.objects.size, 1);
});

Deno.test("a kept preview that is damaged is told of and made again", async () => {
  using world = await createWorld();
  const { previews, song, objects, warnings, thumbnailKey, soundKey } = world;
  await objects.put(thumbnailKey, new TextEncoder().encode("<svg cut off"));
  await objects.put(soundKey, new Uint8Array(1024 * 1024 + 1));
  const thumbnail = await previews.thumbnail(song.songId, NEVER);
  assert.deepEqual(objects.objects.get(thumbnailKey), thumbnail);
  assert.deepEqual(await previews.sound(song.songId, NEVER), MP3);
  assert.deepEqual(objects.objects.get(soundKey), MP3);
  assert.equal(warnings.length, 2);
});

Deno.test("thumbnails are drawn while no sound can be made, and no failure is kept", async () => {
  const down = new AppError("ml_unavailable", "The ML service cannot be reached");
  using world = await createWorld({ render: () => Promise.reject(down) });
  const { previews, song, objects, soundKey } = world;
  await assert.rejects(previews.sound(song.songId, NEVER), hasCode("ml_unavailable"));
  assert.equal(objects.objects.has(soundKey), false);
  assert.ok((await previews.thumbnail(song.songId, NEVER)).length > 0);
});

Deno.test("a preview that cannot be kept is answered nevertheless", async () => {
  using world = await createWorld();
  const { previews, song, objects, warnings } = world;
  objects.put = () => Promise.reject(new AppError("storage_unavailable", "Full"));
  assert.deepEqual(await previews.sound(song.songId, NEVER), MP3);
  assert.deepEqual(warnings, ["A preview could not be kept"]);
});

Deno.test("an object store in trouble is no reason to make what may be there", async () => {
  using world = await createWorld();
  const { previews, song, objects, rendered } = world;
  objects.get = () => Promise.reject(new AppError("storage_unavailable", "Down"));
  await assert.rejects(previews.sound(song.songId, NEVER), hasCode("storage_unavailable"));
  assert.deepEqual(rendered, []);
});
