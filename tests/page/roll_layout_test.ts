import assert from "node:assert/strict";
import { EMPTY_PIECE, type Note, type Piece } from "../../src/page/piece.ts";
import {
  barNumberStep,
  createRollLayout,
  followSpan,
  GUTTER_PX,
  HEADER_PX,
  MAX_PACE,
  wholeSpan,
} from "../../src/page/roll_layout.ts";

const SIZE = { width: 1030, height: 300 };
const SPAN = { startSeconds: 10, endSeconds: 20 };
const DRUMS = { name: "Drums", role: "drums", program: 0, isDrums: true };
const LEAD = { name: "Lead", role: "lead", program: 0, isDrums: false };

function pieceOf(notes: Note[], tracks: Piece["tracks"] = [LEAD, DRUMS]): Piece {
  return { notes, tracks, barStarts: [0], endSeconds: 60 };
}

function note(pitch: number, track = 0, startSeconds = 12): Note {
  return [startSeconds, 1, pitch, 90, track, 0];
}

Deno.test("the stretch shown fills the width beside the gutter", () => {
  const layout = createRollLayout(pieceOf([note(60)]), SPAN, SIZE);
  assert.equal(layout.xOf(10), GUTTER_PX);
  assert.equal(layout.xOf(20), SIZE.width);
  assert.equal(layout.secondsAt(layout.xOf(13.5)), 13.5);
});

Deno.test("a higher pitch stands above a lower one, all between header and drums", () => {
  const piece = pieceOf([note(36), note(60), note(96), note(38, 1)]);
  const layout = createRollLayout(piece, SPAN, SIZE);
  const [low, middle, high, drum] = piece.notes.map(layout.rectOf);
  assert.ok(high!.y < middle!.y && middle!.y < low!.y);
  assert.ok(high!.y >= HEADER_PX);
  assert.ok(low!.y + low!.height <= layout.drumsY);
  assert.ok(drum!.y >= layout.drumsY && drum!.y + drum!.height <= SIZE.height);
});

Deno.test("a note is as wide as it lasts, and never too small to see", () => {
  const layout = createRollLayout(pieceOf([]), SPAN, SIZE);
  assert.equal(layout.rectOf([12, 2, 60, 90, 0, 0]).width, 199);
  assert.equal(layout.rectOf([12, 0.001, 60, 90, 0, 0]).width, 2);
});

Deno.test("cymbals stand above snares and snares above bass drums", () => {
  const layout = createRollLayout(pieceOf([]), SPAN, SIZE);
  const [cymbal, snare, kick] = [42, 38, 36].map((pitch) => layout.rectOf(note(pitch, 1)).y);
  assert.ok(cymbal! < snare! && snare! < kick!);
});

Deno.test("a piece without drums has no lane for them", () => {
  assert.equal(createRollLayout(pieceOf([], [LEAD]), SPAN, SIZE).drumsY, SIZE.height);
});

Deno.test("a piece of few pitches still has many rows", () => {
  const layout = createRollLayout(pieceOf([note(60), note(61)]), SPAN, SIZE);
  assert.ok(layout.highestPitch - layout.lowestPitch >= 29);
  assert.ok(layout.lowestPitch <= 58 && layout.highestPitch >= 63);
});

Deno.test("the rows end with the lowest and the highest pitch there is", () => {
  const layout = createRollLayout(pieceOf([note(0), note(127)]), SPAN, SIZE);
  assert.deepEqual([layout.lowestPitch, layout.highestPitch], [0, 127]);
});

Deno.test("following starts at the beginning and then keeps the newest music in sight", () => {
  const width = GUTTER_PX + 20 * MAX_PACE;
  assert.deepEqual(followSpan(0, width), { startSeconds: 0, endSeconds: 20 });
  const later = followSpan(50, width);
  assert.ok(later.endSeconds > 50 && later.startSeconds < 50);
  assert.ok(Math.abs(later.endSeconds - later.startSeconds - 20) < 1e-9);
});

Deno.test("following shows a good stretch on a small screen", () => {
  const { startSeconds, endSeconds } = followSpan(0, 300);
  assert.ok(endSeconds - startSeconds >= 14);
});

Deno.test("the whole span of an empty piece is not empty", () => {
  assert.deepEqual(wholeSpan(EMPTY_PIECE), { startSeconds: 0, endSeconds: 1 });
  assert.deepEqual(wholeSpan(pieceOf([])), { startSeconds: 0, endSeconds: 60 });
});

Deno.test("bar numbers stand apart however narrow the bars are", () => {
  assert.equal(barNumberStep(60, 52), 1);
  assert.equal(barNumberStep(20, 52), 4);
  assert.equal(barNumberStep(0.01, 52), 256);
});
