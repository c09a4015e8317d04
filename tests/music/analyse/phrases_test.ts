import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import { findPhrases } from "../../../src/music/analyse/phrases.ts";
import { arrangeScore } from "../../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { spellLine } from "../../support/band_song.ts";

const BAR = { stepsPerBar: 16 };

/** The bars at which phrases start. */
function startsOf(words: string, grid = BAR): number[] {
  return findPhrases(spellLine(words), grid).map(({ startStep }) => startStep / grid.stepsPerBar);
}

function song(title: string): Analysis {
  const text = STARTER_CATALOGUE.scores.find((score) => score.includes(title))!;
  return analyse(arrangeScore(parseScore(text)));
}

function songStarts(title: string): number[] {
  const { phrases, stepsPerBar } = song(title);
  return phrases!.map(({ startStep }) => startStep / stepsPerBar);
}

Deno.test("findPhrases breathes after long notes", () => {
  const phrase = "60:4 62:4 64:4 65:4 67:16";
  assert.deepEqual(startsOf(`${phrase} ${phrase} ${phrase}`), [0, 2, 4]);
});

Deno.test("findPhrases breathes in rests", () => {
  const phrase = "60:4 62:4 64:4 65:4 67:4 r:12";
  assert.deepEqual(startsOf(`${phrase} ${phrase}`), [0, 2]);
});

Deno.test("findPhrases lets a phrase start before its bar", () => {
  const phrase = "67:4 72:4 74:4 76:4 77:4 76:4 74:8";
  assert.deepEqual(startsOf(`r:12 ${phrase} ${phrase} ${phrase}`), [0.75, 2.75, 4.75]);
});

Deno.test("findPhrases hears a phrase begin again though nothing breathes before it", () => {
  const begins = "60:4 64:4 67:4 72:4 71:4 67:4 65:4 62:4";
  const starts = startsOf(`${begins} 69:4 65:4 62:4 59:4 60:4 57:4 59:4 55:4 ${begins} 60:16`);
  assert.ok(starts.includes(4), `${starts}`);
});

Deno.test("findPhrases holds on to the end of the last note and gives rests to nobody", () => {
  const phrases = findPhrases(
    spellLine("60:4 62:4 64:4 65:4 67:8 r:8 60:4 62:4 64:4 65:4 67:8"),
    BAR,
  );
  assert.deepEqual(phrases, [{ startStep: 0, steps: 24 }, { startStep: 32, steps: 24 }]);
});

Deno.test("findPhrases takes a single note for a phrase, and silence for none", () => {
  assert.deepEqual(findPhrases(spellLine("60:600"), BAR), [{ startStep: 0, steps: 600 }]);
  assert.deepEqual(findPhrases([], BAR), []);
});

Deno.test("analyse finds the two-bar phrases of Twinkle, Twinkle", () => {
  assert.deepEqual(songStarts("Twinkle"), [4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28]);
});

Deno.test("analyse finds the phrases of Silent Night", () => {
  assert.deepEqual(songStarts("Silent Night").slice(0, 6), [4, 6, 8, 10, 12, 14]);
});

Deno.test("analyse finds the four-bar phrases of Amazing Grace, each with its upbeat", () => {
  const starts = songStarts("Amazing Grace").slice(0, 8).map((bar) => Math.round(bar * 3) / 3);
  assert.deepEqual(starts, [11, 23, 35, 47, 59, 71, 83, 95].map((quarter) => quarter / 3));
});

Deno.test("analyse finds the phrases of Auld Lang Syne, each with its upbeat", () => {
  const expected = [3.75, 7.75, 11.75, 15.75, 19.75, 23.75, 27.75, 31.75];
  assert.deepEqual(songStarts("Auld Lang Syne").slice(0, 8), expected);
});
