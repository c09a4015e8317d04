import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { AppError } from "../../../src/errors.ts";
import { analyseMidi } from "../../../src/songs/music/analyse_midi.ts";
import { MusicThread } from "../../../src/songs/music/music_thread.ts";
import { playScore } from "../../../src/songs/music/play_score.ts";
import { simpleMidi } from "../../support/simple_piece.ts";

const HANG = "self.onmessage = () => {};";
const CRASH = "self.onmessage = () => { throw new RangeError('A bug'); };";
const REFUSE =
  "self.onmessage = () => self.postMessage({ type: 'failed', code: 'invalid_midi', message: 'No' });";
const BREAK = "self.onmessage = () => self.postMessage({ type: 'broken', cause: 'A bug' });";

/** A thread whose first worker runs a script, the later ones the program. */
function threadBeginningWith(script: string, timeoutMs?: number) {
  let started = 0;
  const startWorker = () => {
    const url = started++ === 0
      ? `data:text/javascript,${encodeURIComponent(script)}`
      : new URL("../../../src/songs/music/music_worker.ts", import.meta.url);
    return new Worker(url, { type: "module" });
  };
  return new MusicThread({ startWorker, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

function withCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

async function assertWorks(music: MusicThread): Promise<void> {
  assert.deepEqual(await music.run("analyse", simpleMidi()), analyseMidi(simpleMidi()));
}

Deno.test("music thread gives what the same work here gives, in the order asked", async () => {
  using music = new MusicThread();
  const songs = STARTER_CATALOGUE.recordings.slice(0, 3).map(({ bytes }) => bytes);
  const facts = await Promise.all(songs.map((bytes) => music.run("analyse", bytes)));
  assert.deepEqual(facts, songs.map(analyseMidi));
  const score = STARTER_CATALOGUE.scores[0]!;
  assert.deepEqual(await music.run("play", score), playScore(score));
});

Deno.test("music thread refuses what is no MIDI file and goes on with the next", async () => {
  using music = new MusicThread();
  await assert.rejects(music.run("analyse", new Uint8Array(9)), withCode("invalid_midi"));
  await assertWorks(music);
});

Deno.test("music thread keeps a worker that refuses a song", async () => {
  using music = threadBeginningWith(REFUSE);
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("invalid_midi"));
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("invalid_midi"));
});

Deno.test("music thread gives a song up when it is aborted, and goes on with the next", async () => {
  using music = threadBeginningWith(HANG);
  const stop = new AbortController();
  const hanging = music.run("analyse", simpleMidi(), stop.signal);
  const next = assertWorks(music);
  setTimeout(() => stop.abort(new Error("enough")), 0);
  await assert.rejects(hanging, /enough/);
  await next;
});

Deno.test("music thread gives a song up that takes too long", async () => {
  using music = threadBeginningWith(HANG, 1);
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("internal"));
});

Deno.test("music thread survives a worker that crashes", async () => {
  using music = threadBeginningWith(CRASH);
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("internal"));
  await assertWorks(music);
});

Deno.test("music thread takes a bug in its worker for a failure of that song alone", async () => {
  using music = threadBeginningWith(BREAK);
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("internal"));
  await assert.rejects(music.run("play", "no score"), withCode("internal"));
  await assertWorks(music);
});

Deno.test("music thread that is closed fails what it was asked, and what it is asked", async () => {
  const music = threadBeginningWith(HANG);
  const hanging = music.run("analyse", simpleMidi());
  setTimeout(() => music[Symbol.dispose](), 0);
  await assert.rejects(hanging, withCode("draining"));
  await assert.rejects(music.run("analyse", simpleMidi()), withCode("draining"));
});
