import assert from "node:assert/strict";
import { lookAhead, type LookAheadTask } from "../../../../src/music/compose/tune/look_ahead.ts";
import { learnSequences } from "../../../../src/music/compose/learn/sequence_model.ts";
import type { Degree } from "../../../../src/music/compose/scale.ts";

const ONSETS = [0, 4, 8, 12].map((step) => ({ step, steps: 4 }));
const KNOBS = { temperature: 1, orderCap: 3, escape: 0, literalness: 1, jitter: 0, variation: 0 };

/** A song that only knows these moves, all as likely. */
function taskOf(moves: readonly string[], changes: Partial<LookAheadTask> = {}): LookAheadTask {
  return {
    model: {
      moves: learnSequences([moves]),
      phrases: learnSequences([]),
      rhythm: { cells: learnSequences([]), density: 1, echo: 0, bars: [] },
      repeats: 0,
      pickups: 0,
    },
    onsets: ONSETS,
    knobs: { ...KNOBS, longestCopy: 7 },
    positions: [0, 14],
    stand: ({ position }) => ({ pitch: 60 + position, fit: 1, isStranger: false }),
    mayEndOn: () => true,
    ...changes,
  };
}

function at(position: number): Degree {
  return { position, alter: 0 };
}

Deno.test("a degree from which nothing arrives has no weight", () => {
  const ahead = lookAhead(taskOf(["1,0", "2,0"], { mayEndOn: ({ position }) => position === 7 }));
  assert.equal(ahead(at(0), 0), 0);
  assert.ok(ahead(at(1), 0) > 0);
  assert.ok(ahead(at(4), 0) > 0);
  assert.equal(ahead(at(5), 0), 0);
});

Deno.test("more ways to arrive weigh more", () => {
  const ahead = lookAhead(taskOf(["1,0", "2,0"], { mayEndOn: ({ position }) => position === 7 }));
  // From 3 on: 1+1+2 in any order, three ways; from 1 on: 2+2+2, one way.
  assert.ok(Math.abs(ahead(at(3), 0) / ahead(at(1), 0) - 3) < 1e-9);
});

Deno.test("what must not be stood on is led around", () => {
  const stand: LookAheadTask["stand"] = ({ position }, index) => (
    { pitch: position, fit: index === 2 && position === 5 ? 0 : 1, isStranger: false }
  );
  const mayEndOn = ({ position }: Degree) => position === 6;
  const ahead = lookAhead(taskOf(["1,0", "2,0"], { stand, mayEndOn }));
  // 3 → 6 by ones alone passes 4, 5; the second note must not be 5.
  assert.equal(ahead(at(3), 0), 0);
  assert.ok(ahead(at(2), 0) > 0);
});

Deno.test("an idea of one note only has to land", () => {
  const task = taskOf(["1,0"], {
    onsets: ONSETS.slice(0, 1),
    mayEndOn: ({ position }) => position === 7,
  });
  assert.equal(lookAhead(task)(at(7), 0), 1);
  assert.equal(lookAhead(task)(at(6), 0), 0);
});
