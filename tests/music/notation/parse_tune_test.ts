import assert from "node:assert/strict";
import { parseKey } from "../../../src/music/notation/parse_key.ts";
import { parseTune } from "../../../src/music/notation/parse_tune.ts";

function tune(text: string, key = "C major") {
  return parseTune(text, { key: parseKey(key), unitTicks: 240, barTicks: 1920 });
}

function pitches(text: string, key?: string) {
  return tune(text, key).map(({ pitch }) => pitch);
}

function durations(text: string) {
  return tune(text).map(({ durationTicks }) => durationTicks);
}

Deno.test("letters, commas and apostrophes name pitches around middle C", () => {
  assert.deepEqual(pitches("C,, C, C c c' c''"), [36, 48, 60, 72, 84, 96]);
  assert.deepEqual(pitches("CDEFGAB"), [60, 62, 64, 65, 67, 69, 71]);
});

Deno.test("the key signature alters letters", () => {
  assert.deepEqual(pitches("CDEFGAB", "D major"), [61, 62, 64, 66, 67, 69, 71]);
  assert.deepEqual(pitches("CDEFGAB", "F minor"), [60, 61, 63, 65, 67, 68, 70]);
  assert.deepEqual(pitches("CDEFGAB", "D dorian"), [60, 62, 64, 65, 67, 69, 71]);
  assert.deepEqual(pitches("B", "Eb major"), [70]);
});

Deno.test("an accidental holds to the end of the bar, in every octave", () => {
  assert.deepEqual(pitches("^F F f =F F"), [66, 66, 78, 65, 65]);
  assert.deepEqual(pitches("_B ^^C __D"), [70, 62, 60]);
});

Deno.test("numbers and slashes multiply and divide the unit", () => {
  assert.deepEqual(durations("C C2 C/ C// C3/2 C/4"), [240, 480, 120, 60, 360, 60]);
});

Deno.test("angle brackets make dotted pairs", () => {
  assert.deepEqual(durations("C>D E<F G2>A2"), [360, 120, 120, 360, 720, 240]);
});

Deno.test("a triplet is three notes in the time of two", () => {
  assert.deepEqual(durations("(3CDE F"), [160, 160, 160, 240]);
});

Deno.test("z rests and Z rests for the whole bar", () => {
  assert.deepEqual(pitches("z2 C"), [undefined, 60]);
  assert.deepEqual(durations("Z"), [1920]);
});

Deno.test("a tie is kept with its note", () => {
  assert.deepEqual(tune("C2- C").map(({ isTied }) => isTied), [true, false]);
});

Deno.test("what is no melody is shown in the complaint", () => {
  assert.throws(() => tune("C D H"), /^SyntaxError: Cannot read "H"$/);
  assert.throws(() => tune("> C"), /^SyntaxError: ">" has no note before it$/);
  assert.throws(() => tune("C0"), /^SyntaxError: Unknown length "0"$/);
  assert.throws(() => tune("C/7"), /^SyntaxError: Unknown length "\/7"$/);
  assert.throws(() => tune("C1234"), /^SyntaxError: Unknown length "1234"$/);
});

Deno.test("a key that is none is refused", () => {
  assert.throws(() => parseKey("H major"), /^SyntaxError: Unknown key "H major"$/);
  assert.throws(() => parseKey("C lydian"), /^SyntaxError: Unknown key "C lydian"$/);
});
