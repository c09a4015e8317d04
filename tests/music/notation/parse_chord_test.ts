import assert from "node:assert/strict";
import { parseChord } from "../../../src/music/notation/parse_chord.ts";
import { parseChordBars } from "../../../src/music/notation/parse_chord_bars.ts";

Deno.test("a chord symbol gives root, bass and intervals", () => {
  assert.deepEqual(parseChord("C"), { root: 0, bass: 0, intervals: [0, 4, 7] });
  assert.deepEqual(parseChord("F#m7b5"), { root: 6, bass: 6, intervals: [0, 3, 6, 10] });
  assert.deepEqual(parseChord("Bb/D"), { root: 10, bass: 2, intervals: [0, 4, 7] });
  assert.deepEqual(parseChord("A5"), { root: 9, bass: 9, intervals: [0, 7, 12] });
});

Deno.test("N is no chord", () => {
  assert.deepEqual(parseChord("N").intervals, []);
});

Deno.test("a symbol that is no chord is refused", () => {
  assert.throws(() => parseChord("Cfoo"), /^SyntaxError: Unknown chord "Cfoo"$/);
  assert.throws(() => parseChord("c"), /^SyntaxError: Unknown chord "c"$/);
  assert.throws(() => parseChord("C/H"), /^SyntaxError: Unknown chord "C\/H"$/);
});

Deno.test("the chords of a bar share it, and a dot prolongs the one before", () => {
  const chords = parseChordBars([{ text: "C . G", line: 1 }, { text: "F", line: 1 }], 1440);
  assert.deepEqual(
    chords.map(({ root, startTicks, durationTicks }) => [
      root,
      startTicks,
      durationTicks,
    ]),
    [[0, 0, 960], [7, 960, 480], [5, 1440, 1440]],
  );
});

Deno.test("a dot that opens a bar prolongs nothing", () => {
  assert.throws(
    () => parseChordBars([{ text: ". C", line: 7 }], 1440),
    /^SyntaxError: Line 7: Unknown chord "\."$/,
  );
});
