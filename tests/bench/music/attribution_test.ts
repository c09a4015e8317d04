import assert from "node:assert/strict";
import type { Analysis, Role } from "../../../src/music/analyse/analysis.ts";
import { learnAuthors, rankOf } from "./attribution.ts";
import type { Song } from "./corpus.ts";
import { tokensOf } from "./viewpoints.ts";

/** A song whose tune goes round and round, a note of it every so many sixteenths. */
function songOf(name: string, intervals: readonly number[], gap: number): Song {
  let pitch = 60;
  const notes = Array.from({ length: 40 }, (_, index) => {
    pitch += intervals[index % intervals.length]!;
    return { startStep: index * gap, steps: gap, pitch, velocity: 80, offsetSteps: 0 };
  });
  const parts = [{ role: "melody" as Role, program: 0, notes }];
  return { name, kind: "rock", analysis: { parts, chords: [] } as unknown as Analysis } as Song;
}

Deno.test("a rank counts all that are better, the best of three only the rivals", () => {
  assert.deepEqual(rankOf(2, [3, 4], [1, 3, 5, 6]), {
    rank: 2,
    isBestOfThree: true,
    behind: 0.75,
    margins: [-1, 1, 3, 4],
  });
  assert.deepEqual(rankOf(2, [1, 2], [2, 3]), {
    rank: 2,
    isBestOfThree: false,
    behind: 1,
    margins: [0, 1],
  });
});

Deno.test("the third song is known by its tune, even at half the speed", () => {
  const songs = [
    songOf("first", [1, -1], 1),
    songOf("second", [2, -2], 1),
    songOf("third", [4, 3, -7], 2),
  ];
  const strangers = [songOf("fourth", [5, -5], 2), songOf("fifth", [4, -4], 2)];
  const blend = songOf("blend", [4, 3, -7], 4).analysis;
  const { bySong, byViewpoint, triosBehind } = learnAuthors([...songs, ...strangers]).judge(
    blend,
    songs,
    1,
  );
  assert.equal(byViewpoint.get("melody")?.rank, 1);
  assert.equal(bySong[2]?.isBestOfThree, true);
  assert.equal(bySong[0], undefined);
  assert.equal(triosBehind, 1);
});

Deno.test("drums are tokens of what starts together and how long until the next", () => {
  const stroke = (startStep: number, pitch: number) => ({ startStep, pitch });
  const drums = [stroke(0, 36), stroke(0, 42), stroke(2, 42), stroke(4, 38)];
  const analysis = { parts: [{ role: "drums", notes: drums }] } as unknown as Analysis;
  assert.deepEqual(tokensOf(analysis, "drums"), ["hat+kick:2", "hat:2"]);
  assert.deepEqual(tokensOf(analysis, "drums", 2), ["hat+kick:4", "hat:4"]);
});
