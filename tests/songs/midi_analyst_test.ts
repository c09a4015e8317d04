import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../catalogue/starter_songs.ts";
import { AppError } from "../../src/errors.ts";
import { analyseMidi } from "../../src/songs/analyse_midi.ts";
import { MidiAnalyst } from "../../src/songs/midi_analyst.ts";
import { simpleMidi } from "../support/simple_piece.ts";

const HANG = "self.onmessage = () => { for (;;); };";
const CRASH = "self.onmessage = () => { throw new RangeError('A bug'); };";
const BREAK = "self.onmessage = () => self.postMessage({ type: 'broken', cause: 'A bug' });";

/** An analyst whose first thread runs a script, the later ones the program. */
function analystBeginningWith(script: string, timeoutMs?: number) {
  let started = 0;
  const startThread = () => {
    const url = started++ === 0
      ? `data:text/javascript,${encodeURIComponent(script)}`
      : new URL("../../src/songs/analyst_thread.ts", import.meta.url);
    return new Worker(url, { type: "module" });
  };
  return new MidiAnalyst({ startThread, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

function withCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

async function assertWorks(analyst: MidiAnalyst): Promise<void> {
  assert.deepEqual(await analyst.analyse(simpleMidi()), analyseMidi(simpleMidi()));
}

Deno.test("analyst says of songs what an analysis here says, in the order asked", async () => {
  using analyst = new MidiAnalyst();
  const songs = STARTER_CATALOGUE.recordings.slice(0, 3).map(({ bytes }) => bytes);
  const facts = await Promise.all(songs.map((bytes) => analyst.analyse(bytes)));
  assert.deepEqual(facts, songs.map(analyseMidi));
});

Deno.test("analyst refuses what is no MIDI file and goes on with the next", async () => {
  using analyst = new MidiAnalyst();
  await assert.rejects(analyst.analyse(new Uint8Array(9)), withCode("invalid_midi"));
  await assertWorks(analyst);
});

Deno.test("analyst gives a song up when it is aborted, and goes on with the next", async () => {
  using analyst = analystBeginningWith(HANG);
  const stop = new AbortController();
  const hanging = analyst.analyse(simpleMidi(), stop.signal);
  const next = assertWorks(analyst);
  setTimeout(() => stop.abort(new Error("enough")), 0);
  await assert.rejects(hanging, /enough/);
  await next;
});

Deno.test("analyst gives a song up that takes too long", async () => {
  using analyst = analystBeginningWith(HANG, 1);
  await assert.rejects(analyst.analyse(simpleMidi()), withCode("internal"));
});

Deno.test("analyst survives a thread that crashes", async () => {
  using analyst = analystBeginningWith(CRASH);
  await assert.rejects(analyst.analyse(simpleMidi()), withCode("internal"));
  await assertWorks(analyst);
});

Deno.test("analyst takes a bug in its thread for a failure of that song alone", async () => {
  using analyst = analystBeginningWith(BREAK);
  await assert.rejects(analyst.analyse(simpleMidi()), withCode("internal"));
  await assertWorks(analyst);
});

Deno.test("analyst that is closed fails what it was asked, and what it is asked", async () => {
  const analyst = analystBeginningWith(HANG);
  const hanging = analyst.analyse(simpleMidi());
  setTimeout(() => analyst[Symbol.dispose](), 0);
  await assert.rejects(hanging, withCode("draining"));
  await assert.rejects(analyst.analyse(simpleMidi()), withCode("draining"));
});
