import assert from "node:assert/strict";
import fc from "fast-check";
import { arrangeScore } from "../../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { SHORT_SCORE } from "../../support/short_score.ts";

const piece = fc.oneof(
  fc.constantFrom(
    ..."|%-.:/<>()z^_=,'#\n \t0129",
    "section ",
    "like A",
    "chords",
    "-1",
    "9".repeat(30),
  ),
  fc.string({ maxLength: 8 }),
);

/** The short score with a few stretches replaced by something else. */
const damaged = fc.array(
  fc.record({ at: fc.nat(SHORT_SCORE.length), cut: fc.nat(12), piece }),
  { minLength: 1, maxLength: 4 },
).map((wounds) =>
  wounds.reduce(
    (text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut),
    SHORT_SCORE,
  )
);

Deno.test("a damaged score is played or refused with its line, and nothing else", () => {
  fc.assert(
    fc.property(damaged, (text) => {
      try {
        const { tracks } = arrangeScore(parseScore(text));
        for (const { pitch, velocity, durationTicks } of tracks.flatMap(({ notes }) => notes)) {
          assert.ok(Number.isInteger(pitch) && pitch >= 0 && pitch <= 127);
          assert.ok(Number.isInteger(velocity) && velocity >= 1 && velocity <= 127);
          assert.ok(Number.isInteger(durationTicks) && durationTicks >= 1);
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        assert.match(error.message, /^Line \d+: /);
      }
    }),
    { numRuns: 2000, seed: 20261001 },
  );
});
