import fc from "fast-check";
import assert from "node:assert/strict";
import {
  chordClasses,
  modulo,
  rootDegree,
  scaleOf,
  scaleOver,
  toDegree,
  toPitch,
} from "../../../src/music/compose/scale.ts";

const mode = fc.constantFrom("major" as const, "minor" as const);

Deno.test("every pitch comes back from its degree", () => {
  fc.assert(fc.property(fc.nat(127), fc.nat(11), mode, (pitch, tonic, ofMode) => {
    const degree = toDegree(pitch, { tonic, mode: ofMode });
    assert.ok(Math.abs(degree.alter) <= 1);
    assert.equal(toPitch(degree, scaleOf(ofMode), tonic), pitch);
  }));
});

Deno.test("a degree read in one mode sounds the same degree of another", () => {
  const third = toDegree(64, { tonic: 0, mode: "major" });
  assert.equal(toPitch(third, scaleOf("minor"), 0), 63);
  assert.equal(toPitch(third, scaleOf("minor"), 9), 72);
});

Deno.test("scales give way to the chord: thirds of dominants rise, minor thirds sink", () => {
  assert.deepEqual(scaleOver("major", { root: 4, quality: "7" }), [0, 2, 4, 5, 8, 9, 11]);
  assert.deepEqual(scaleOver("major", { root: 7, quality: "min" }), [0, 2, 4, 5, 7, 9, 10]);
  assert.deepEqual(scaleOver("minor", { root: 7, quality: "maj" }), [0, 2, 3, 5, 7, 8, 11]);
  assert.deepEqual(scaleOver("major", { root: 10, quality: "maj" }), [0, 2, 4, 5, 7, 9, 10]);
});

Deno.test("a diatonic chord leaves the scale alone", () => {
  assert.deepEqual(scaleOver("minor", { root: 3, quality: "maj" }), scaleOf("minor"));
});

Deno.test("the scale over a chord holds all its tones, and its root degree sounds the root", () => {
  const quality = fc.constantFrom("maj", "min", "dim", "7", "maj7", "m7", "hdim" as const);
  fc.assert(fc.property(mode, fc.nat(11), quality, (ofMode, root, ofQuality) => {
    const harmony = { root, quality: ofQuality };
    const scale = scaleOver(ofMode, harmony);
    const classes = scale.map((tone) => modulo(tone, 12));
    const missing = chordClasses(harmony).filter((tone) => !classes.includes(tone));
    assert.ok(missing.length <= 1, `${ofMode} ${root} ${ofQuality} misses ${missing}`);
    assert.ok(rootDegree(ofMode, harmony) >= 0);
  }));
});
