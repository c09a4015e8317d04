import assert from "node:assert/strict";
import { INITIAL_STATE } from "../../src/page/page_state.ts";
import { type PreviewAudio, SongPlayer } from "../../src/page/song_player.ts";
import { createStore } from "../../src/page/store.ts";
import { settle } from "../support/settle.ts";

class FakeAudio extends EventTarget implements PreviewAudio {
  src = "";
  ended = false;
  isPaused = true;
  answer = Promise.withResolvers<void>();

  play(): Promise<void> {
    this.isPaused = false;
    return this.answer.promise;
  }

  pause(): void {
    this.isPaused = true;
  }

  say(event: string): void {
    this.dispatchEvent(new Event(event));
  }
}

function createWorld() {
  const store = createStore(INITIAL_STATE);
  const audios: FakeAudio[] = [];
  const player = new SongPlayer(store, () => {
    const audio = new FakeAudio();
    audios.push(audio);
    return audio;
  });
  return { player, audios, standing: () => store.get().preview };
}

Deno.test("a song is loaded, played, and over at its end", () => {
  const { player, audios, standing } = createWorld();
  player.toggle("a");
  assert.deepEqual(standing(), { songId: "a", standing: "loading" });
  assert.equal(audios[0]!.src, "/api/songs/a/preview");
  audios[0]!.say("playing");
  assert.deepEqual(standing(), { songId: "a", standing: "playing" });
  audios[0]!.say("ended");
  assert.equal(standing(), undefined);
});

Deno.test("another press stops the song and its download", () => {
  const { player, audios, standing } = createWorld();
  player.toggle("a");
  audios[0]!.say("playing");
  player.toggle("a");
  assert.equal(standing(), undefined);
  assert.equal(audios[0]!.isPaused, true);
  assert.equal(audios[0]!.src, "");
});

Deno.test("a song ends the one before it, which has nothing to say any more", async () => {
  const { player, audios, standing } = createWorld();
  player.toggle("a");
  player.toggle("b");
  assert.equal(audios[0]!.isPaused, true);
  audios[0]!.say("playing");
  audios[0]!.say("pause");
  audios[0]!.say("error");
  audios[0]!.answer.reject(new DOMException("Left", "AbortError"));
  await settle();
  assert.deepEqual(standing(), { songId: "b", standing: "loading" });
});

Deno.test("a song that is chosen no more is stopped, another goes on", () => {
  const { player, standing } = createWorld();
  player.toggle("a");
  player.leave("b");
  assert.equal(standing()?.songId, "a");
  player.leave("a");
  assert.equal(standing(), undefined);
});

Deno.test("a song that cannot be played says so, and can be tried again", async () => {
  const { player, audios, standing } = createWorld();
  player.toggle("a");
  audios[0]!.answer.reject(new DOMException("No sound", "NotSupportedError"));
  await settle();
  assert.deepEqual(standing(), { songId: "a", standing: "failed" });
  player.toggle("a");
  assert.deepEqual(standing(), { songId: "a", standing: "loading" });
  audios[1]!.say("error");
  assert.deepEqual(standing(), { songId: "a", standing: "failed" });
});

Deno.test("a device without sound says that a song cannot be played", () => {
  const store = createStore(INITIAL_STATE);
  const player = new SongPlayer(store, () => {
    throw new ReferenceError("Audio is not defined");
  });
  player.toggle("a");
  assert.deepEqual(store.get().preview, { songId: "a", standing: "failed" });
  player.stop();
  assert.equal(store.get().preview, undefined);
});
