import assert from "node:assert/strict";
import { findAccents } from "../../../src/music/analyse/accents.ts";
import { findMeter } from "../../../src/music/analyse/meter.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { pieceOf, repeated, type Spelt, STEP_TICKS, trackOf } from "../../support/piece_of.ts";

const CHORDS = [0, 5, 7, 0];

/** Bass on the first beat, chords on the others, a new harmony each bar. */
function oomPah(bars: number, { beats = 4, fromStep = 0 } = {}): Spelt[] {
  return Array.from({ length: bars }, (_, bar) => {
    const root = 36 + CHORDS[bar % 4]!;
    const start = fromStep + bar * beats * 4;
    const afterBeats = Array.from({ length: beats - 1 }, (_, beat) => (beat + 1) * 4);
    return [
      [start, beats * 4, root] as Spelt,
      ...repeated([[start, 2, root + 24], [start, 2, root + 28]], afterBeats),
    ];
  }).flat();
}

function meterOf(piece: Piece): string {
  const { numerator, denominator } = findMeter(piece, findAccents(piece)).main;
  return `${numerator}/${denominator}`;
}

function firstBarStep(piece: Piece): number {
  return findMeter(piece, findAccents(piece)).stretches[0]!.startTicks / STEP_TICKS;
}

Deno.test("findMeter believes a waltz that says 3/4", () => {
  const waltz = pieceOf([trackOf(oomPah(16, { beats: 3 }))], { numerator: 3 });
  assert.equal(meterOf(waltz), "3/4");
  assert.equal(firstBarStep(waltz), 0);
});

Deno.test("findMeter hears a waltz in a file that says 4/4", () => {
  assert.equal(meterOf(pieceOf([trackOf(oomPah(16, { beats: 3 }))])), "3/4");
});

Deno.test("findMeter hears 4/4 in a file that says 3/4", () => {
  assert.equal(meterOf(pieceOf([trackOf(oomPah(16))], { numerator: 3 })), "4/4");
});

Deno.test("findMeter does not believe a bar of one quarter", () => {
  assert.equal(meterOf(pieceOf([trackOf(oomPah(16))], { numerator: 1 })), "4/4");
});

Deno.test("findMeter hears 6/8 where two groups of three make a bar", () => {
  const bar = (
    root: number,
  ): Spelt[] => [[0, 6, root], [6, 6, root + 7], [2, 2, 64], [4, 2, 67], [8, 2, 64], [10, 2, 67]];
  const jig = CHORDS.concat(CHORDS, CHORDS, CHORDS).flatMap((up, index) =>
    repeated(bar(36 + up), [index * 12])
  );
  assert.equal(meterOf(pieceOf([trackOf(jig)], { numerator: 1 })), "6/8");
});

Deno.test("findMeter believes an odd meter that the music keeps", () => {
  const five = pieceOf([trackOf(oomPah(16, { beats: 5 }))], { numerator: 5 });
  assert.equal(meterOf(five), "5/4");
});

Deno.test("findMeter believes the file when there is too little to hear", () => {
  assert.equal(meterOf(pieceOf([trackOf(oomPah(4, { beats: 3 }))])), "4/4");
});

Deno.test("findMeter finds the upbeat of one quarter that a file does not declare", () => {
  const song = pieceOf([trackOf([[0, 4, 67], ...oomPah(16, { fromStep: 4 })])]);
  assert.equal(meterOf(song), "4/4");
  assert.equal(firstBarStep(song), -12);
});

Deno.test("findMeter hears where the bar starts from drums alone", () => {
  const bar: Spelt[] = [[4, 1, 36], [4, 1, 49], [8, 1, 38], [12, 1, 36], [16, 1, 38]];
  const groove = repeated(bar, Array.from({ length: 12 }, (_, index) => index * 16));
  assert.equal(firstBarStep(pieceOf([trackOf(groove, { channel: 9 })])), -12);
});

Deno.test("findMeter keeps the meters of a piece that changes them", () => {
  const piece = {
    ...pieceOf([trackOf(oomPah(16))]),
    meters: [
      { startTicks: 0, numerator: 2, denominator: 4 },
      { startTicks: 8 * STEP_TICKS, numerator: 4, denominator: 4 },
    ],
  };
  const { main, stretches } = findMeter(piece, findAccents(piece));
  assert.deepEqual(main, { numerator: 4, denominator: 4 });
  assert.deepEqual(stretches, piece.meters);
});

Deno.test("findMeter gives a meter to silence", () => {
  assert.equal(meterOf(pieceOf([])), "4/4");
});
