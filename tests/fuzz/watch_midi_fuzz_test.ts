import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { watchMidiFuzz } from "./watch_midi_fuzz.ts";

Deno.test("the watcher of a fuzz run names what hangs and what fills the heap, and goes on", async () => {
  const process = fileURLToPath(new URL("mortal_fuzz_process.ts", import.meta.url));
  const run = { corpusList: "", seed: "1", end: 5, process, hangMs: 3_000 };
  const told = await Array.fromAsync(watchMidiFuzz(run));
  assert.deepEqual(told.map(({ number }) => number), [0, 1, 2, 3, 4]);
  const deaths = told.flatMap((report) => "fatal" in report ? [report.fatal] : []);
  assert.equal(deaths[0], "hangs");
  assert.match(deaths[1]!, /heap/);
  assert.equal(deaths.length, 2);
});
