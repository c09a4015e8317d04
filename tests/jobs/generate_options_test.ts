import assert from "node:assert/strict";
import { generateOptions } from "../../src/jobs/generate_options.ts";
import { optionsRequestSchema } from "../../src/jobs/options.ts";
import { generateRequestSchema } from "../../src/ml/schema.ts";

const optionsOf = (request: unknown) =>
  generateOptions({ ...optionsRequestSchema.parse(request), seed: 7 });

Deno.test("a service is told of no option that nobody set, as it may not know it", () => {
  assert.deepEqual(Object.keys(optionsOf({})), [
    "temperature",
    "creativity",
    "length_seconds",
    "seed",
    "weights",
  ]);
});

Deno.test("a service is told of key, tempo and role weights in its own words", () => {
  const roleWeights = { bass: [0, 1, 0] };
  const options = optionsOf({ key: "Bb minor", tempoBpm: 97.5, roleWeights });
  assert.equal(options.key, "Bb minor");
  assert.equal(options.tempo_bpm, 97.5);
  assert.deepEqual(options.role_weights, roleWeights);
});

Deno.test("whatever a client may ask for, a service may be asked for", () => {
  const options = optionsOf({
    key: "Cb major",
    tempoBpm: 240,
    roleWeights: { harmony: [1, 0, 0], groove: [0, 1, 0], bass: [0, 0, 1], melody: [1, 2, 3] },
    sections: ["A"],
    outputs: ["wav"],
  });
  assert.deepEqual(generateRequestSchema.shape.options.parse(options), options);
});
