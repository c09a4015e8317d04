import fc from "fast-check";
import assert from "node:assert/strict";
import { createCopyGuard } from "../../../../src/music/compose/originality/copy_guard.ts";
import { type Sounding, tokensOf } from "../../../../src/music/compose/originality/line_tokens.ts";
import { longestSharedRun } from "../../../../src/music/compose/originality/shared_runs.ts";
import { longestRun } from "../../../support/piece_measures.ts";

const MOVES = fc.array(fc.tuple(fc.integer({ min: -1, max: 1 }), fc.constantFrom(1, 2)), {
  maxLength: 40,
});

function lineOf(moves: readonly (readonly [number, number])[]): Sounding[] {
  const line: Sounding[] = [{ step: 0, pitch: 60 }];
  for (const [move, ioi] of moves) {
    const last = line.at(-1)!;
    line.push({ step: last.step + ioi, pitch: last.pitch + move });
  }
  return line;
}

Deno.test("the audit counts what a plain comparison of all pairs counts", () => {
  fc.assert(fc.property(MOVES, MOVES, (a, b) => {
    const [line, other] = [lineOf(a), lineOf(b)];
    assert.equal(longestSharedRun(line, [other]), longestRun(line, other));
  }));
});

Deno.test("the guard hears as much agreement as a plain search finds", () => {
  fc.assert(fc.property(MOVES, fc.array(MOVES, { maxLength: 3 }), (heard, songs) => {
    const lines = songs.map(lineOf);
    const guard = createCopyGuard(lines, 7);
    const tokens = tokensOf(lineOf(heard));
    const known = lines.map((line) => `,${tokensOf(line).join()},`);
    let match = guard.silence;
    tokens.forEach((token, i) => {
      match = guard.hear(match, token);
      const found = (length: number) =>
        known.some((line) => line.includes(`,${tokens.slice(i + 1 - length, i + 1).join()},`));
      let length = 0;
      while (length <= i && found(length + 1)) length++;
      assert.equal(match.length, length);
    });
  }));
});

Deno.test("lines of one pitch share nothing", () => {
  const pedal = Array.from({ length: 9 }, (_, i) => ({ step: 2 * i, pitch: 40 }));
  assert.equal(longestSharedRun(pedal, [pedal]), 0);
});

Deno.test("an empty line shares nothing", () => {
  assert.equal(longestSharedRun([], [lineOf([[1, 1]])]), 0);
});
