import assert from "node:assert/strict";
import { optionsRequestSchema, withDefaults } from "../../src/jobs/options.ts";

const accepts = (options: unknown) => optionsRequestSchema.safeParse(options).success;

const refusedPaths = (options: unknown) =>
  optionsRequestSchema.safeParse(options).error?.issues.map(({ path }) => path.join("."));

Deno.test("options left out get the documented defaults, and no seed of their own", () => {
  assert.deepEqual(optionsRequestSchema.parse({}), {
    temperature: 0.8,
    creativity: 0.7,
    lengthSeconds: 120,
    weights: [1, 1, 1],
    quality: "high",
    sampleRate: 44100,
    key: null,
    tempoBpm: null,
    roleWeights: {},
    sections: [],
    outputs: [],
  });
});

Deno.test("weights are any three numbers from 0, only not all 0", () => {
  assert.ok(accepts({ weights: [0, 0, 1e300] }));
  assert.ok(accepts({ weights: [1e-300, 0, 0] }));
  assert.ok(!accepts({ weights: [0, 0, 0] }));
  assert.ok(!accepts({ weights: [1, 1, -0.1] }));
  assert.ok(!accepts({ weights: [1, 1] }));
  assert.ok(!accepts({ weights: [1, 1, Infinity] }));
});

Deno.test("options are accepted at their bounds and refused past them", () => {
  assert.ok(accepts({ temperature: 0.1, creativity: 0, lengthSeconds: 15, seed: 0 }));
  assert.ok(accepts({ temperature: 2, creativity: 1, lengthSeconds: 300, seed: 4_294_967_295 }));
  assert.ok(!accepts({ temperature: 0.09 }));
  assert.ok(!accepts({ creativity: 1.01 }));
  assert.ok(!accepts({ lengthSeconds: 300.1 }));
  assert.ok(!accepts({ seed: 4_294_967_296 }));
  assert.ok(!accepts({ sampleRate: 8000 }));
  assert.ok(!accepts({ loudness: 11 }));
});

Deno.test("a key is one of the twenty-four in any spelling with one sign, or chosen", () => {
  assert.ok(accepts({ key: "F# minor" }));
  assert.ok(accepts({ key: "Gb minor" }));
  assert.ok(accepts({ key: "C major" }));
  assert.ok(accepts({ key: null }));
  assert.ok(!accepts({ key: "H minor" }));
  assert.ok(!accepts({ key: "f# minor" }));
  assert.ok(!accepts({ key: "F## minor" }));
  assert.ok(!accepts({ key: "F#" }));
  assert.ok(!accepts({ key: "F# dorian" }));
  assert.ok(!accepts({ key: "" }));
});

Deno.test("a tempo is taken at its bounds and refused past them", () => {
  assert.ok(accepts({ tempoBpm: 40 }));
  assert.ok(accepts({ tempoBpm: 240 }));
  assert.ok(accepts({ tempoBpm: 97.5 }));
  assert.ok(accepts({ tempoBpm: null }));
  assert.ok(!accepts({ tempoBpm: 39.9 }));
  assert.ok(!accepts({ tempoBpm: 240.1 }));
  assert.ok(!accepts({ tempoBpm: "104" }));
});

Deno.test("a role has weights like the whole, and no role is made up", () => {
  assert.ok(accepts({ roleWeights: {} }));
  assert.ok(accepts({ roleWeights: { harmony: [1, 0, 0], groove: [0, 1, 0], bass: [2, 1, 0.5] } }));
  assert.deepEqual(refusedPaths({ roleWeights: { bass: [0, 0, 0] } }), ["roleWeights.bass"]);
  assert.ok(!accepts({ roleWeights: { bass: [1, 1] } }));
  assert.ok(!accepts({ roleWeights: { bass: [1, 1, -1] } }));
  assert.ok(!accepts({ roleWeights: { drums: [1, 1, 1] } }));
});

Deno.test("a role that its weights and those of all leave without a song is refused", () => {
  const weights = [1, 0, 0];
  assert.deepEqual(refusedPaths({ weights, roleWeights: { melody: [0, 1, 1] } }), [
    "roleWeights.melody",
  ]);
  assert.ok(accepts({ weights, roleWeights: { melody: [1e-300, 1, 1] } }));
  assert.ok(accepts({ weights: [1e-300, 0, 0], roleWeights: { melody: [1e-300, 0, 0] } }));
});

Deno.test("sections and outputs are named at most once each", () => {
  assert.ok(accepts({ sections: ["D", "A", "C", "B"], outputs: ["stems", "wav"] }));
  assert.deepEqual(refusedPaths({ sections: ["A", "A"] }), ["sections"]);
  assert.deepEqual(refusedPaths({ outputs: ["wav", "wav"] }), ["outputs"]);
  assert.ok(!accepts({ sections: ["E"] }));
  assert.ok(!accepts({ sections: ["a"] }));
  assert.ok(!accepts({ outputs: ["mp3"] }));
});

Deno.test("options stored before an option was known have its default", () => {
  const { temperature, creativity, lengthSeconds, weights, quality, sampleRate } =
    optionsRequestSchema.parse({ lengthSeconds: 60 });
  const old = { temperature, creativity, lengthSeconds, weights, quality, sampleRate, seed: 7 };
  assert.deepEqual(withDefaults(old), {
    ...old,
    key: null,
    tempoBpm: null,
    roleWeights: {},
    sections: [],
    outputs: [],
  });
});
