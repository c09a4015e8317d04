import assert from "node:assert/strict";
import type { Analysis } from "../../../../src/music/analyse/analysis.ts";
import { inKeyOf, planKeys, shiftBetween } from "../../../../src/music/compose/plan/key_plan.ts";
import { createRandom } from "../../../../src/music/compose/random.ts";
import { bandSong } from "../../../support/band_song.ts";
import { composeAll } from "../../../support/composing.ts";

const HOME = { tonic: 0, mode: "major" } as const;

/** A song in C whose second half is in another key. */
function awayIn(key: Analysis["key"]): Analysis {
  const song = bandSong();
  const half = Math.floor(song.bars / 2);
  return {
    ...song,
    keyAreas: [
      { key: HOME, startBar: 0, bars: half },
      { key, startBar: half, bars: song.bars - half },
    ],
  };
}

const plan = (song: Analysis) => planKeys(song, { variation: 0 }, createRandom(1));

Deno.test("the contrast goes where the song goes", () => {
  assert.equal(plan(awayIn({ tonic: 7, mode: "major" })).B, 7);
});

Deno.test("the relative key is no other key", () => {
  assert.deepEqual(plan(awayIn({ tonic: 9, mode: "minor" })), {});
});

Deno.test("a key that is far away is not followed", () => {
  assert.deepEqual(plan(awayIn({ tonic: 6, mode: "major" })), {});
});

Deno.test("a song that stays at home may still go to the subdominant, where much is varied", () => {
  assert.deepEqual(planKeys(bandSong(), { variation: 1 }, createRandom(1)), { C: 5 });
  assert.deepEqual(plan(bandSong()), {});
});

Deno.test("keys are counted from each other", () => {
  assert.equal(shiftBetween({ B: 7 }, "B", "A"), 5);
  assert.equal(inKeyOf({ tonic: 10, keyPlan: { B: 7 } }, "B").tonic, 5);
});

Deno.test("a piece that goes away says so, and comes home", () => {
  const away = awayIn({ tonic: 7, mode: "major" });
  const { report } = composeAll([away, bandSong(), bandSong()], { lengthSeconds: 90 });
  const keys = report.sections.map(({ letter, key }) => `${letter} ${key}`);
  assert.ok(keys.includes("B G major"), keys.join());
  assert.equal(report.sections.at(-1)!.key, report.key);
});
