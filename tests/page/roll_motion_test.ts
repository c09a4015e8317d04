import assert from "node:assert/strict";
import { EMPTY_PIECE, type Piece } from "../../src/page/piece.ts";
import { followSpan, wholeSpan } from "../../src/page/roll_layout.ts";
import { isSettled, restingMotion, stepMotion } from "../../src/page/roll_motion.ts";

const WIDTH = 500;
const PIECE: Piece = { ...EMPTY_PIECE, endSeconds: 60 };
const following = { piece: PIECE, follow: "newest", width: WIDTH } as const;
const resting = { ...following, follow: "no" } as const;

Deno.test("the head glides after the newest bar and the view with it", () => {
  const first = stepMotion(restingMotion(WIDTH), following, 16);
  const second = stepMotion(first, following, 16);
  assert.ok(first.headSeconds > 0 && first.headSeconds < second.headSeconds);
  assert.deepEqual(second.span, followSpan(second.headSeconds, WIDTH));
});

Deno.test("a glide arrives and then stands still", () => {
  let before = restingMotion(WIDTH);
  let after = stepMotion(before, resting, 16);
  let frames = 1;
  for (; !isSettled(before, after, PIECE) && frames < 300; frames++) {
    [before, after] = [after, stepMotion(after, resting, 16)];
  }
  assert.deepEqual(after, { headSeconds: 60, span: wholeSpan(PIECE) });
  assert.ok(frames < 300);
});

Deno.test("without motion everything is where it belongs at once", () => {
  const motion = stepMotion(restingMotion(WIDTH), resting, Infinity);
  assert.deepEqual(motion, { headSeconds: 60, span: wholeSpan(PIECE) });
});

Deno.test("a piece that begins anew does not glide back", () => {
  const arrived = stepMotion(restingMotion(WIDTH), following, Infinity);
  const anew = stepMotion(arrived, { ...following, piece: EMPTY_PIECE }, 16);
  assert.equal(anew.headSeconds, 0);
});

Deno.test("a burst of bars is written out, not dumped", () => {
  const second = stepMotion(restingMotion(WIDTH), following, 1_000);
  assert.ok(second.headSeconds > 5 && second.headSeconds < 20);
});

Deno.test("a composed piece is followed to its end and then shown whole", () => {
  const composed = { ...following, follow: "toTheEnd" } as const;
  const midway = stepMotion({ ...restingMotion(WIDTH), headSeconds: 30 }, composed, 16);
  assert.deepEqual(midway.span, followSpan(midway.headSeconds, WIDTH));
  const after = stepMotion({ ...midway, headSeconds: 60 }, composed, Infinity);
  assert.deepEqual(after.span, wholeSpan(PIECE));
});
