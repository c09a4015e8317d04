import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Role } from "../../../src/music/analyse/analysis.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { partOf, pitchesOf } from "../../support/analysed.ts";
import {
  chordsOf,
  lineOf,
  pieceOf,
  repeated,
  type Spelt,
  trackOf,
} from "../../support/piece_of.ts";

const BARS = Array.from({ length: 8 }, (_, bar) => bar * 16);
const TUNE = lineOf([76, 74, 72, 74, 76, 79, 77, 76], 2);
const BASS = lineOf([36, 36, 43, 36], 4);
const COMP: readonly Spelt[] = repeated([[2, 2, 60], [2, 2, 64], [2, 2, 67]], [0, 4, 8, 12]);
const PAD = chordsOf([[55, 60, 64]], 16);
const BEAT: readonly Spelt[] = [[0, 1, 36], [4, 1, 38], [8, 1, 36], [12, 1, 38]];

const everyBar = (notes: readonly Spelt[]) => repeated(notes, BARS);

const BAND = pieceOf([
  trackOf(everyBar(PAD), { channel: 3, program: 89 }),
  trackOf(everyBar(COMP), { channel: 2, program: 25 }),
  trackOf(everyBar(BEAT), { channel: 9 }),
  trackOf(everyBar(BASS), { channel: 1, program: 33 }),
  trackOf(everyBar(TUNE), { channel: 0, program: 65 }),
]);

function rolesOf(piece: Piece): Role[] {
  return analyse(piece).parts.map(({ role }) => role);
}

function firstBar(piece: Piece, role: Role): string[] {
  return partOf(piece, role).notes.filter(({ startStep }) => startStep < 16)
    .map(({ startStep, steps, pitch }) => `${startStep}:${pitch}/${steps}`);
}

Deno.test("analyse gives every track of a band its role and program", () => {
  assert.deepEqual(
    analyse(BAND).parts.map(({ role, program, notes }) => [role, program, notes.length]),
    [
      ["melody", 65, 64],
      ["bass", 33, 32],
      ["chords", 25, 96],
      ["pad", 89, 24],
      ["drums", 0, 32],
    ],
  );
});

Deno.test("analyse finds the melody and the bass by their sound when all tracks are pianos", () => {
  const pianos = pieceOf(
    [COMP, BASS, TUNE].map((notes, channel) => trackOf(everyBar(notes), { channel })),
  );
  assert.deepEqual(pitchesOf(pianos, "melody"), everyBar(TUNE).map(([, , pitch]) => pitch));
  assert.deepEqual(pitchesOf(pianos, "bass"), everyBar(BASS).map(([, , pitch]) => pitch));
});

Deno.test("analyse trusts the name of a melody track that lies under the others", () => {
  const low = TUNE.map(([step, steps, pitch]): Spelt => [step, steps, pitch - 12]);
  const high = lineOf([88, 91, 88, 91, 88, 91, 88, 91], 2);
  const named = pieceOf([
    trackOf(everyBar(high), { channel: 0, program: 48 }),
    trackOf(everyBar(low), { channel: 1, program: 65, name: "Lead Vocal" }),
    trackOf(everyBar(BASS), { channel: 2, program: 33 }),
  ]);
  assert.equal(partOf(named, "melody").program, 65);
});

Deno.test("analyse follows the melody from one instrument to another", () => {
  const turns = pieceOf([
    trackOf(repeated(TUNE, BARS.slice(0, 4)), { channel: 0, program: 65 }),
    trackOf(repeated(TUNE, BARS.slice(4)), { channel: 1, program: 73 }),
    trackOf(everyBar(COMP), { channel: 2, program: 25 }),
    trackOf(everyBar(BASS), { channel: 3, program: 33 }),
  ]);
  assert.deepEqual(pitchesOf(turns, "melody"), everyBar(TUNE).map(([, , pitch]) => pitch));
});

Deno.test("analyse splits an Alberti piano on one track into melody, chords and bass", () => {
  const alberti: readonly Spelt[] = repeated([[0, 2, 48], [2, 2, 55], [4, 2, 52], [6, 2, 55]], [
    0,
    8,
  ]);
  const tune: readonly Spelt[] = [[0, 8, 72], [8, 4, 76], [12, 4, 79]];
  const piano = pieceOf([trackOf(everyBar([...alberti, ...tune]))]);
  assert.deepEqual(rolesOf(piano), ["melody", "bass", "chords"]);
  assert.deepEqual(firstBar(piano, "melody"), ["0:72/8", "8:76/4", "12:79/4"]);
  assert.deepEqual(firstBar(piano, "bass"), ["0:48/2", "8:48/2"]);
  assert.deepEqual(firstBar(piano, "chords"), [
    "2:55/2",
    "4:52/2",
    "6:55/2",
    "10:55/2",
    "12:52/2",
    "14:55/2",
  ]);
});

Deno.test("analyse hears the bass notes and the chords of a striding left hand", () => {
  const stride: readonly Spelt[] = [
    ...repeated([[0, 4, 36], [0, 4, 48]], [0, 8]),
    ...repeated([[4, 4, 55], [4, 4, 60], [4, 4, 64]], [0, 8]),
  ];
  const rag = pieceOf([trackOf(everyBar(TUNE)), trackOf(everyBar(stride), { channel: 1 })]);
  assert.deepEqual(firstBar(rag, "bass"), ["0:36/4", "8:36/4"]);
  assert.deepEqual(firstBar(rag, "chords"), [
    "4:55/4",
    "4:60/4",
    "4:64/4",
    "12:55/4",
    "12:60/4",
    "12:64/4",
  ]);
});

Deno.test("analyse takes soprano and bass of a choir for melody and bass, the middle for chords", () => {
  const voices = [[72, 74, 76, 77], [67, 67, 67, 69], [60, 59, 60, 60], [48, 43, 48, 41]];
  const choir = pieceOf(
    voices.map((pitches, channel) =>
      trackOf(everyBar(lineOf(pitches, 4)), { channel, program: 52 })
    ),
  );
  assert.deepEqual(firstBar(choir, "melody"), ["0:72/4", "4:74/4", "8:76/4", "12:77/4"]);
  assert.deepEqual(firstBar(choir, "bass"), ["0:48/4", "4:43/4", "8:48/4", "12:41/4"]);
  assert.equal(partOf(choir, "chords").notes.length, 64);
});

Deno.test("analyse makes melody and bass sound one note at a time", () => {
  const held = everyBar(TUNE.map(([step, steps, pitch]): Spelt => [step, steps + 4, pitch]));
  const { notes } = partOf(pieceOf([trackOf(held, { program: 73 })]), "melody");
  assert.ok(notes.length > 0);
  assert.ok(
    notes.every(({ startStep, steps }, index) =>
      startStep + steps <= (notes[index + 1]?.startStep ?? Infinity)
    ),
  );
});

Deno.test("analyse finds a melody where only riffs are played", () => {
  const riff = pieceOf([
    trackOf(everyBar(repeated([[0, 1, 40], [0, 1, 47]], [0, 2, 4, 8])), { program: 30 }),
  ]);
  assert.ok(pitchesOf(riff, "melody").length > 0);
});

Deno.test("analyse finds the one note of a piece", () => {
  assert.deepEqual(pitchesOf(pieceOf([trackOf([[0, 4, 60]])]), "melody"), [60]);
});

Deno.test("analyse gives drums alone the drums", () => {
  assert.deepEqual(rolesOf(pieceOf([trackOf(everyBar(BEAT), { channel: 9 })])), ["drums"]);
});

Deno.test("analyse leaves sound effects out of the harmony", () => {
  const seashore = trackOf([[0, 128, 61]], { channel: 4, program: 122 });
  const { parts } = analyse({ ...BAND, tracks: [...BAND.tracks, seashore] });
  assert.ok(
    !parts.some(({ role, notes }) => role !== "drums" && notes.some(({ pitch }) => pitch === 61)),
  );
});

Deno.test("analyse gives the melody to a bass who sings below his piano", () => {
  const song = lineOf([50, 53, 55, 57, 58, 57, 55, 53], 2);
  const piano = lineOf([69, 72, 76, 72, 67, 71, 74, 71], 2);
  const piece = pieceOf([
    trackOf(everyBar(song), { channel: 0, program: 53, name: "Voice" }),
    trackOf(everyBar(piano), { channel: 1, program: 0, name: "upper" }),
  ]);
  assert.deepEqual(pitchesOf(piece, "melody").slice(0, 8), [50, 53, 55, 57, 58, 57, 55, 53]);
});
