import assert from "node:assert/strict";
import { gridFor, strengthAt } from "../../../../src/music/compose/grid.ts";
import { fitTime, foldFactor } from "../../../../src/music/compose/learn/time_fit.ts";
import { bandSong, partOf, spellLine } from "../../../support/band_song.ts";

const FOUR = gridFor({ numerator: 4, denominator: 4 }, 16);
const THREE = gridFor({ numerator: 3, denominator: 4 }, 12);
const SIX = gridFor({ numerator: 6, denominator: 8 }, 12);

function songIn(numerator: number, denominator: number, tempoBpm = 112) {
  return bandSong({
    tempoBpm,
    meter: { numerator, denominator },
    stepsPerBar: numerator * 16 / denominator,
  });
}

Deno.test("a grid feels rare metres as common ones", () => {
  const nameOf = (numerator: number, denominator: number) => {
    const grid = gridFor({ numerator, denominator }, numerator * 16 / denominator);
    return `${grid.numerator}/${grid.denominator}`;
  };
  assert.equal(nameOf(2, 4), "4/4");
  assert.equal(nameOf(2, 2), "4/4");
  assert.equal(nameOf(3, 8), "6/8");
  assert.equal(nameOf(3, 2), "3/4");
  assert.equal(nameOf(12, 8), "12/8");
  assert.equal(nameOf(5, 4), "5/4");
  assert.equal(nameOf(7, 8), "7/8");
  assert.equal(nameOf(11, 16), "4/4");
});

Deno.test("a grid feels the downbeat, the middle, the beats", () => {
  assert.deepEqual([0, 2, 4, 8, 12, 16].map((step) => strengthAt(FOUR, step)), [3, 0, 1, 2, 1, 3]);
  assert.deepEqual([0, 4, 8].map((step) => strengthAt(THREE, step)), [3, 1, 1]);
  assert.deepEqual([0, 2, 6].map((step) => strengthAt(SIX, step)), [3, 0, 2]);
});

Deno.test("bars of 2/4 join to 4/4 without moving a note", () => {
  const time = fitTime(songIn(2, 4), FOUR, 112);
  assert.deepEqual([0, 5, 8, 20].map((step) => time.steps(step)), [[0], [5], [8], [20]]);
  assert.equal(time.bar(4), 2);
});

Deno.test("a waltz walks in four by repeating its second beat", () => {
  const time = fitTime(songIn(3, 4), FOUR, 112);
  assert.deepEqual(time.steps(0), [0]);
  assert.deepEqual(time.steps(4), [4, 12]);
  assert.deepEqual(time.steps(8), [8]);
  assert.deepEqual(time.steps(12), [16]);
});

Deno.test("four-four waltzes without its third beat", () => {
  const time = fitTime(songIn(4, 4), THREE, 112);
  assert.deepEqual([0, 4, 8, 12, 16].map((step) => time.steps(step)), [[0], [4], [], [8], [12]]);
});

Deno.test("music in three stays in three", () => {
  assert.deepEqual(fitTime(songIn(3, 8, 60), THREE, 120).steps(2), [4]);
  assert.deepEqual(fitTime(songIn(3, 4, 150), SIX, 75).steps(12), [6]);
  assert.deepEqual(fitTime(songIn(6, 8, 75), THREE, 150).steps(6), [12]);
});

Deno.test("quavers of compound time gallop in simple time, and swing the other way", () => {
  const gallop = fitTime(songIn(6, 8), FOUR, 112);
  assert.deepEqual([0, 2, 4, 6, 12].map((step) => gallop.steps(step)), [[0], [2], [3], [4], [8]]);
  const swing = fitTime(songIn(4, 4), SIX, 112);
  assert.deepEqual([0, 2, 4, 8].map((step) => swing.steps(step)), [[0], [4], [6], [12]]);
});

Deno.test("a song at half the tempo doubles its note values", () => {
  const time = fitTime({ ...songIn(4, 4, 60), parts: [] }, FOUR, 130);
  assert.deepEqual([time.steps(4), time.length(4), time.bar(1)], [[8], 8, 2]);
});

Deno.test("a tune that would fall asleep keeps its pace", () => {
  const parts = [partOf("melody", 0, spellLine("60:4 62:4 64:4 65:4 67:4 65:4 64:4 62:4"))];
  const hymn = { ...songIn(4, 4, 60), parts };
  assert.deepEqual(fitTime(hymn, FOUR, 110).steps(4), [4]);
});

Deno.test("the speed is folded by octaves only", () => {
  assert.equal(foldFactor(1.2, 2), 1);
  assert.equal(foldFactor(2.1, 2), 2);
  assert.equal(foldFactor(0.5, 2), 0.5);
  assert.equal(foldFactor(2.1, 0.7), 1);
  assert.equal(foldFactor(1, 7), 2);
});
