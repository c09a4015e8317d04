import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { studyMidi } from "../../../src/songs/music/analyse_midi.ts";
import { MusicTeam } from "../../../src/songs/music/music_team.ts";
import { simpleMidi } from "../../support/simple_piece.ts";

const PROGRAM = new URL("../../../src/songs/music/music_worker.ts", import.meta.url);
const HANG = "data:text/javascript,self.onmessage = () => {};";
const CRASH = "data:text/javascript,self.onmessage = () => { throw new Error('A bug') };";

function withCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

Deno.test("music team studies files in several threads, each answer for its file", async () => {
  using team = new MusicTeam({ threads: 2 });
  const files = ["a", "b", "c", "d", "e"].map((name) => simpleMidi({ name }));
  const studies = await Promise.all(files.map((bytes) => team.run("study", bytes)));
  assert.deepEqual(studies, files.map(studyMidi));
  assert.deepEqual(studies.map(({ texts }) => texts.name), ["a", "b", "c", "d", "e"]);
});

Deno.test("music team loses one file to a worker that dies, and starts another", async () => {
  let started = 0;
  const startWorker = () => new Worker(started++ === 0 ? CRASH : PROGRAM, { type: "module" });
  using team = new MusicTeam({ threads: 1, startWorker });
  const dying = team.run("study", simpleMidi());
  const next = team.run("study", simpleMidi({ name: "next" }));
  await assert.rejects(dying, withCode("internal"));
  assert.equal((await next).texts.name, "next");
  assert.equal(started, 2);
});

Deno.test("music team gives up who waits for a thread when it is aborted or closed", async () => {
  const startWorker = () => new Worker(HANG, { type: "module" });
  const team = new MusicTeam({ threads: 1, startWorker });
  const stop = new AbortController();
  const hanging = team.run("study", simpleMidi());
  const aborted = team.run("study", simpleMidi(), stop.signal);
  const waiting = team.run("study", simpleMidi());
  stop.abort(new Error("enough"));
  await assert.rejects(aborted, /enough/);
  setTimeout(() => team[Symbol.dispose](), 0);
  await assert.rejects(hanging, withCode("draining"));
  await assert.rejects(waiting, withCode("draining"));
  await assert.rejects(team.run("study", simpleMidi()), withCode("draining"));
});
