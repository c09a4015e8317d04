import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import type { Blend } from "./blend.ts";
import { drawPianoRoll } from "./piano_roll.ts";
import { encodePng } from "./png.ts";

Deno.test("a PNG holds the pixels it was given", () => {
  const pixels = new Uint8Array([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7]);
  const png = encodePng({ width: 2, height: 2, pixels });
  const view = new DataView(png.buffer);
  assert.deepEqual([view.getUint32(16), view.getUint32(20)], [2, 2]);
  const rows = inflateSync(png.subarray(41, 41 + view.getUint32(33)));
  assert.deepEqual([...rows], [0, ...pixels.subarray(0, 6), 0, ...pixels.subarray(6)]);
});

Deno.test("a piano roll shows a note of each song in a colour of its own", () => {
  const blend = {
    notes: [[0, 1, 60, 100, 0, 0], [1, 1, 60, 100, 0, 1], [2, 1, 60, 100, 0, 2]],
    tracks: [{ name: "Melody" }],
    report: { bars: 2, sections: [{ startBar: 0, bars: 2 }] },
    secondsPerBar: 2,
  } as unknown as Blend;
  const { width, pixels } = drawPianoRoll(blend);
  const colourAt = (x: number, y: number) => {
    const place = (y * width + x) * 3;
    return pixels.subarray(place, place + 3).join(" ");
  };
  const noteRow = 4;
  const colours = [5, 33, 61].map((x) => colourAt(x, noteRow));
  assert.equal(new Set([...colours, colourAt(5, 0)]).size, 4);
});
