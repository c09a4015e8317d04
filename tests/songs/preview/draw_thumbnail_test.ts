import assert from "node:assert/strict";
import { drawThumbnail } from "../../../src/songs/preview/draw_thumbnail.ts";
import { lineOf, pieceOf, type Spelt, trackOf } from "../../support/piece_of.ts";

/** `[column, row, columns]` of each stroke, the lower voices first. */
function strokesIn(svg: string): number[][] {
  return [...svg.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((match) => match.slice(1).map(Number));
}

Deno.test("a thumbnail shows the notes at their times and pitches, the highest apart", () => {
  const svg = drawThumbnail(pieceOf([trackOf([[0, 16, 60], [0, 8, 72], [8, 8, 48]])]));
  assert.deepEqual(strokesIn(svg), [[0, 12, 120], [120, 24, 120], [0, 0, 120], [120, 12, 120]]);
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 -0\.5 240 25" /);
});

Deno.test("a thumbnail begins with the first note and ends with the last", () => {
  const late: Spelt[] = [[160, 4, 60], [164, 4, 62]];
  const strokes = strokesIn(drawThumbnail(pieceOf([trackOf(late)])));
  assert.deepEqual(strokes.map(([column, , columns]) => [column, columns]), [[120, 120], [0, 120]]);
});

Deno.test("a thumbnail leaves out drums, unless there is nothing else", () => {
  const drums = trackOf([[0, 1, 36], [4, 1, 38]], { channel: 9 });
  const tune = trackOf([[0, 16, 60]]);
  assert.equal(strokesIn(drawThumbnail(pieceOf([drums, tune]))).length, 1);
  assert.equal(strokesIn(drawThumbnail(pieceOf([drums]))).length, 2);
});

Deno.test("a thumbnail of very many notes stays small", () => {
  const tracks = Array.from(
    { length: 40 },
    (_, voice) =>
      trackOf(lineOf(Array.from({ length: 500 }, (_, n) => (voice * 3 + n * 7) % 128), 1)),
  );
  const svg = drawThumbnail(pieceOf(tracks));
  assert.ok(svg.length < 40_000, `${svg.length}`);
  assert.ok(strokesIn(svg).length > 500);
});

Deno.test("a thumbnail has nothing that a strict policy forbids", () => {
  const svg = drawThumbnail(pieceOf([trackOf([[0, 16, 60]])]));
  assert.doesNotMatch(svg, /<script|<style|style=|href|on[a-z]+=/);
});
