import assert from "node:assert/strict";
import { studyMidi } from "../../../src/songs/music/analyse_midi.ts";
import { importTune } from "./import_tune.ts";

const TUNES = Array.from({ length: 12 }, (_, seed) => importTune(seed));

Deno.test("import tunes have 50 KB each, and the same bytes for the same seed", () => {
  assert.ok(TUNES.every(({ length }) => length > 50_000 && length < 54_000));
  assert.deepEqual(importTune(3), TUNES[3]);
});

Deno.test("import tunes are whole songs, no two of them alike", () => {
  const facts = TUNES.map((bytes) => studyMidi(bytes).facts);
  assert.equal(new Set(facts.map(({ fingerprint }) => fingerprint)).size, TUNES.length);
  for (const { hasDrums, analysis } of facts) {
    assert.equal(hasDrums, true);
    assert.equal(analysis.bars, 104);
    assert.ok(analysis.roles.some(({ role }) => role === "bass"));
  }
});

Deno.test("import tunes of fewer bars are smaller", () => {
  const bytes = importTune(1, { bars: 8 });
  assert.ok(bytes.length < 5_000);
  assert.equal(studyMidi(bytes).facts.analysis.bars, 8);
});
