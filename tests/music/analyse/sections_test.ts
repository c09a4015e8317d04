import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import { formOf } from "../../support/analysed.ts";
import {
  chordsOf,
  lineOf,
  pieceOf,
  repeated,
  type Spelt,
  trackOf,
} from "../../support/piece_of.ts";

// Eight bars each, of unlike harmony, tune and rhythm.
const VERSE: readonly Spelt[] = [
  ...chordsOf([[48, 52, 55], [57, 60, 64], [53, 57, 60], [55, 59, 62], [48, 52, 55], [50, 53, 57], [
    55,
    59,
    62,
  ], [48, 52, 55]], 16),
  ...lineOf([
    72,
    76,
    79,
    76,
    69,
    72,
    76,
    72,
    77,
    76,
    74,
    72,
    71,
    74,
    79,
    74,
    72,
    76,
    79,
    84,
    81,
    77,
    74,
    77,
    79,
    77,
    74,
    71,
    72,
    71,
    72,
    76,
  ], 4),
];
const BRIDGE: readonly Spelt[] = [
  ...repeated(
    chordsOf([[52, 56, 59], [52, 56, 59], [57, 61, 64], [57, 61, 64], [50, 54, 57], [50, 54, 57], [
      55,
      59,
      62,
    ], [55, 59, 65]], 16),
    [0],
  ),
  ...lineOf([80, 83, 80, 76, 73, 76, 81, 76, 78, 81, 78, 74, 71, 74, 79, 83], 8),
];
const INTRO = lineOf([60, 62, 64, 65, 67, 65, 64, 62, 60, 59, 57, 55, 53, 55, 57, 59], 4);
const EIGHT_BARS = 128;

function song(...sections: readonly (readonly [notes: readonly Spelt[], bar: number])[]) {
  return pieceOf([trackOf(sections.flatMap(([notes, bar]) => repeated(notes, [bar * 16])))]);
}

Deno.test("analyse finds the form AABA", () => {
  assert.equal(
    formOf(song([VERSE, 0], [VERSE, 8], [BRIDGE, 16], [VERSE, 24])),
    "A8 A8 B8 A8",
  );
});

Deno.test("analyse finds an introduction before a verse that is repeated", () => {
  assert.equal(formOf(song([INTRO, 0], [VERSE, 4], [VERSE, 12], [BRIDGE, 20])), "A4 B8 B8 C8");
});

Deno.test("analyse gives a verse its letter though its tune is varied", () => {
  const varied = VERSE.map((
    [step, steps, pitch],
    index,
  ): Spelt => [step, steps, index % 9 === 8 ? pitch + 2 : pitch]);
  assert.equal(formOf(song([VERSE, 0], [BRIDGE, 8], [BRIDGE, 16], [varied, 24])), "A8 B8 B8 A8");
});

Deno.test("analyse covers every bar with sections", () => {
  const { sections, bars } = analyse(song([INTRO, 0], [VERSE, 4], [BRIDGE, 12], [INTRO, 20]));
  const ends = sections.map((section) => section.startBar + section.bars);
  assert.deepEqual(sections.map(({ startBar }) => startBar), [0, ...ends.slice(0, -1)]);
  assert.equal(ends.at(-1), bars);
});

Deno.test("analyse takes a piece of one bar for one section", () => {
  assert.equal(formOf(pieceOf([trackOf([[0, 16, 60]])])), "A1");
});

Deno.test("analyse hears the form of drums alone", () => {
  const calm = repeated([[0, 1, 36], [8, 1, 38]], Array.from({ length: 8 }, (_, bar) => bar * 16));
  const busy = repeated(
    [[0, 1, 36], [2, 1, 36], [4, 1, 38], [6, 1, 42], [10, 1, 36], [12, 1, 38]],
    Array.from({ length: 8 }, (_, bar) => bar * 16),
  );
  const drums = [...calm, ...repeated(busy, [EIGHT_BARS]), ...repeated(calm, [2 * EIGHT_BARS])];
  const { sections } = analyse(pieceOf([trackOf(drums, { channel: 9 })]));
  assert.equal(
    sections.map(({ label, bars }) => label.repeat(bars)).join(""),
    "AAAAAAAABBBBBBBBAAAAAAAA",
  );
});
