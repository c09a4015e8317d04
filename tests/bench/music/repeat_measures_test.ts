import assert from "node:assert/strict";
import { lineOf, pieceOf, repeated, trackOf, transposed } from "../../support/piece_of.ts";
import { barRepeat, phraseRepeat } from "./repeat_measures.ts";
import { toScore } from "./score.ts";

const BAR = lineOf([60, 62, 64, 65, 67, 65, 64, 62], 2);
const OTHER_BAR = lineOf([61, 63, 66, 68], 4);

Deno.test("a bar that comes back counts, one with other notes does not", () => {
  const notes = [...repeated(BAR, [0, 16, 48]), ...repeated(OTHER_BAR, [32])];
  assert.equal(barRepeat(toScore(pieceOf([trackOf(notes)]))), 2 / 4);
});

Deno.test("a bar with one of nine notes changed is nearly the same, with two it is not", () => {
  const bar = lineOf([60, 62, 64, 65, 67, 65, 64, 62, 60], 1);
  const shareWith = (changed: number) => {
    const next = [...transposed(bar.slice(0, changed), 1), ...bar.slice(changed)];
    return barRepeat(toScore(pieceOf([trackOf([...bar, ...repeated(next, [16])])])));
  };
  assert.deepEqual([shareWith(0), shareWith(1), shareWith(2)], [0.5, 0.5, 0]);
});

Deno.test("a phrase comes back as a whole and never by overlapping itself", () => {
  const phrase = [0, 16, 32, 48].flatMap((start, bar) =>
    repeated(transposed(BAR, bar), [start, start + 64])
  );
  assert.equal(phraseRepeat(toScore(pieceOf([trackOf(phrase)]))), 1 / 5);
  assert.equal(phraseRepeat(toScore(pieceOf([trackOf(repeated(BAR, [0, 16, 32, 48, 64]))]))), 0);
});
