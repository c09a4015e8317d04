import assert from "node:assert/strict";
import { lineOf, pieceOf, trackOf } from "../../support/piece_of.ts";
import { createAuditor } from "./auditor.ts";
import type { Move } from "./line.ts";
import { findSharedRuns } from "./shared_runs.ts";

function moves(...intervals: number[]): Move[] {
  return intervals.map((interval) => ({ interval, gap: 2 }));
}

Deno.test("the longest shared run is found wherever it stands", () => {
  const line = moves(9, 1, 2, 3, 4, 9);
  assert.equal(findSharedRuns(line, [moves(5, 1, 2, 7), moves(6, 1, 2, 3, 4)]).longest, 4);
  assert.equal(findSharedRuns(line, [moves(5, 6, 7)]).longest, 0);
  assert.equal(findSharedRuns(line, [line]).longest, line.length);
});

Deno.test("a repeated pitch belongs to nobody, unless a move makes it a tune", () => {
  const riff = moves(0, 0, 0, 0, 0, 0);
  assert.equal(findSharedRuns(riff, [riff]).longest, 0);
  assert.equal(findSharedRuns([...riff, ...moves(5)], [[...riff, ...moves(5)]]).longest, 7);
});

Deno.test("the share of runs counts those that move", () => {
  const { shareOf } = findSharedRuns(moves(1, 2, 3, 4, 0, 0), [moves(1, 2, 3), moves(0, 0)]);
  assert.deepEqual([shareOf(2), shareOf(3), shareOf(4)], [2 / 4, 1 / 4, 0]);
});

Deno.test("an auditor hears a tune in another key, at half the speed, inside another track", () => {
  const tune = [60, 62, 64, 60, 67, 65, 64, 62, 60];
  const line = tune.map((pitch, index) => ({ step: index * 2, pitch }));
  const song = pieceOf([
    trackOf(lineOf([40, 40, 40], 16)),
    trackOf(lineOf(tune.map((pitch) => pitch + 5), 4)),
  ]);
  assert.equal(createAuditor().compare(line, song).longest, 8);
});
