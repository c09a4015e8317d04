// A slice of what `deno task fuzz:midi` does at length, over music that comes with the program.

import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { assertSoundAnalysis } from "../../support/assert_sound_analysis.ts";
import { assertSoundPiece } from "../../support/assert_sound_piece.ts";
import { degenerateSong } from "../../support/degenerate_songs.ts";
import { midiMutant } from "../../support/midi_mutant.ts";

const MUTANTS = 150;
const FILES = [
  ...STARTER_CATALOGUE.recordings.map(({ bytes }) => bytes),
  ...["no tempo", "5/4 with 3/4", "128 tracks", "all at once"].map(degenerateSong),
];

Deno.test("readMidi and analyse give a sound result or a reason for damaged files", () => {
  const outcomes = Array.from({ length: MUTANTS }, (_, number) => outcomeOf(number));
  assert.ok(outcomes.filter((outcome) => outcome === "analysed").length > MUTANTS / 10);
  assert.ok(outcomes.filter((outcome) => outcome === "refused").length > MUTANTS / 10);
});

Deno.test("a mutant is the same from the same files and seed, and another from another seed", () => {
  assert.deepEqual(midiMutant(FILES, "7"), midiMutant(FILES, "7"));
  assert.notDeepEqual(midiMutant(FILES, "7"), midiMutant(FILES, "8"));
});

function outcomeOf(number: number): "analysed" | "empty" | "refused" {
  let piece: Piece;
  try {
    piece = readMidi(midiMutant(FILES, `${number}`));
  } catch (error) {
    assert.ok(error instanceof SyntaxError || error instanceof RangeError, String(error));
    assert.match(error.message, /^Cannot read the MIDI file as /);
    return "refused";
  }
  assertSoundPiece(piece);
  if (piece.tracks.length === 0) return "empty";
  assertSoundAnalysis(analyse(piece));
  return "analysed";
}
