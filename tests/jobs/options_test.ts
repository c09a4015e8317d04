import assert from "node:assert/strict";
import { optionsRequestSchema } from "../../src/jobs/options.ts";

const accepts = (options: unknown) => optionsRequestSchema.safeParse(options).success;

Deno.test("options left out get the documented defaults, and no seed of their own", () => {
  assert.deepEqual(optionsRequestSchema.parse({}), {
    temperature: 0.8,
    creativity: 0.7,
    lengthSeconds: 120,
    weights: [1, 1, 1],
    quality: "high",
    sampleRate: 44100,
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
