import assert from "node:assert/strict";
import { renderRequestSchema } from "../../src/ml/schema.ts";
import type { Options } from "../../src/jobs/options.ts";
import { type BlendFacts, MAX_STEMS, planOutputs } from "../../src/jobs/plan_outputs.ts";
import { sampleJob } from "../support/sample_job.ts";

const section = (name: string, letter: string, startBar: number, bars = 8) => ({
  name,
  letter,
  startBar,
  bars,
});

const REPORT = {
  sections: [section("intro", "A", 0, 4), section("A", "A", 4), section("A'", "A", 12)],
};

function plan(options: Partial<Options>, facts: Partial<BlendFacts> = {}) {
  return planOutputs({ ...sampleJob().options, ...options }, {
    tracks: [],
    report: REPORT,
    ...facts,
  });
}

const stemsOf = (...names: string[]) =>
  plan({ outputs: ["stems"] }, { tracks: names.map((name, index) => ({ index, name })) })
    .map(({ file }) => file.name);

const problemOf = (options: Partial<Options>, report: BlendFacts["report"] = REPORT) =>
  plan(options, { report }).map(({ render }) => "problem" in render ? render.problem : render);

Deno.test("nothing is rendered that nobody asked for", () => {
  assert.deepEqual(plan({}, { tracks: [{ index: 0, name: "Melody" }] }), []);
});

Deno.test("a WAV is the whole piece in the sample rate of the MP3", () => {
  const [wav, ...others] = plan({ outputs: ["wav"], quality: "low", sampleRate: 48000 });
  assert.deepEqual(wav?.file, { kind: "wav", name: null });
  assert.deepEqual(wav?.render, { format: "wav", quality: "low", sample_rate: 48000 });
  assert.deepEqual(others, []);
});

Deno.test("each track that sounds has a stem of its name, by its place among all tracks", () => {
  const tracks = [{ index: 1, name: "Melody" }, { index: 4, name: "Bass" }];
  const stems = plan({ outputs: ["stems"] }, { tracks });
  assert.deepEqual(stems.map(({ file }) => file), [
    { kind: "stem", name: "Melody" },
    { kind: "stem", name: "Bass" },
  ]);
  const sound = { format: "mp3", quality: "high", sample_rate: 44100 };
  assert.deepEqual(stems.map(({ render }) => render), [
    { ...sound, track: 1 },
    { ...sound, track: 4 },
  ]);
});

Deno.test("stems of one name are numbered, those of no name by their tracks", () => {
  assert.deepEqual(stemsOf("Piano", "Piano", "Piano 2", "", " \u0000 "), [
    "Piano",
    "Piano 2",
    "Piano 2 2",
    "Track 4",
    "Track 5",
  ]);
});

Deno.test("a name of a track is made short and plain", () => {
  assert.deepEqual(stemsOf("a\n\u202eb\ud800", "x".repeat(100)), ["a b\ufffd", "x".repeat(40)]);
});

Deno.test("a piece of very many tracks has stems of the first and says so of the others", () => {
  const tracks = Array.from({ length: MAX_STEMS + 1 }, (_, index) => ({ index, name: "T" }));
  const stems = plan({ outputs: ["stems"] }, { tracks });
  assert.equal(stems.filter(({ render }) => "format" in render).length, MAX_STEMS);
  assert.ok("problem" in stems.at(-1)!.render);
});

Deno.test("a loop is the first section of its letter that is no intro", () => {
  const [loop] = plan({ sections: ["A"] });
  assert.deepEqual(loop?.file, { kind: "loop", name: "A" });
  assert.deepEqual(loop?.render, {
    format: "wav",
    quality: "high",
    sample_rate: 44100,
    loop: { start_bar: 4, bars: 8 },
  });
});

Deno.test("a section without a name goes by its letter", () => {
  const report = { sections: [{ letter: "B", startBar: 2, bars: 4 }] };
  const loops = plan({ sections: ["B"] }, { report })
    .map(({ render }) => "loop" in render ? render.loop : render);
  assert.deepEqual(loops, [{ start_bar: 2, bars: 4 }]);
});

Deno.test("a loop that cannot be says why", () => {
  assert.deepEqual(problemOf({ sections: ["B"] }), ["the piece has no such section"]);
  const untold = ["the composer did not tell of its sections"];
  assert.deepEqual(problemOf({ sections: ["A"] }, null), untold);
  assert.deepEqual(problemOf({ sections: ["A"] }, { sections: "ABA" }), untold);
  assert.deepEqual(problemOf({ sections: ["A"] }, { sections: [section("A", "A", 0, 65)] }), [
    "it has more than 64 bars",
  ]);
});

Deno.test("everything asked for comes in one order, and a service understands it", () => {
  const all = plan({ outputs: ["stems", "wav"], sections: ["A"] }, {
    tracks: [{ index: 0, name: "Melody" }],
  });
  assert.deepEqual(all.map(({ file }) => file.kind), ["wav", "stem", "loop"]);
  for (const { render } of all) {
    assert.deepEqual(renderRequestSchema.shape.options.parse(render), render);
  }
});
