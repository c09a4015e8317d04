// Songs that no composer expects, blended with two that it knows and with themselves alone.

import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Sources } from "../../../src/music/compose/composition.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { writeMidi } from "../../../src/music/midi/write_midi.ts";
import { assertSoundAnalysis } from "../../support/assert_sound_analysis.ts";
import { assertSoundPiece } from "../../support/assert_sound_piece.ts";
import { composeAll, notesIn, secondsOf, starterSong } from "../../support/composing.ts";
import { degenerateSong } from "../../support/degenerate_songs.ts";
import { midiFile } from "../../support/midi_bytes.ts";
import { measurePiece } from "../../support/piece_measures.ts";

const SECONDS = 20;

/** Reads and analyses the song, and checks what is made of it in one place of three, and in all. */
function assertGoodBlends(name: string, place: 0 | 1 | 2): void {
  const file = readMidi(degenerateSong(name));
  assertSoundPiece(file);
  const song = analyse(file);
  assertSoundAnalysis(song);
  const blend = [starterSong(3), starterSong(12), starterSong(8)].with(place, song);
  assertGood(blend as [Analysis, Analysis, Analysis]);
  assertGood([song, song, song]);
}

function assertGood(sources: Sources): void {
  const { piece } = composeAll(sources, { lengthSeconds: SECONDS });
  const read = readMidi(writeMidi(piece));
  assertSoundPiece(read);
  assert.equal(countNotes(read), countNotes(piece), "no note hides another of its pitch");
  assert.ok(Math.abs(secondsOf(piece) - SECONDS) < 0.01);
  assert.ok(notesIn(piece, "Melody").length >= 8 && notesIn(piece, "Bass").length >= 4);
  const { notesPerBeat, emptyBeats, scale } = measurePiece(piece);
  assert.ok(notesPerBeat > 1 && notesPerBeat < 17, `${notesPerBeat} notes a beat`);
  assert.ok(emptyBeats < 0.2, `${emptyBeats} of the beats are empty`);
  assert.ok(scale > 0.75, `${scale} of the notes are in a scale`);
}

function countNotes({ tracks }: Piece): number {
  return tracks.reduce((sum, { notes }) => sum + notes.length, 0);
}

Deno.test("a song of drums alone gives a good piece", () => assertGoodBlends("drums only", 2));

Deno.test("a song of one note gives a good piece", () => assertGoodBlends("one note", 0));

Deno.test("a song of one drum hit gives a good piece", () => assertGoodBlends("one drum hit", 0));

Deno.test("a song that alternates 5/4 with 3/4 gives a good piece", () => {
  assertGoodBlends("5/4 with 3/4", 1);
});

Deno.test("a song that says no tempo gives a good piece", () => assertGoodBlends("no tempo", 1));

Deno.test("a song of ten seconds gives a good piece", () => assertGoodBlends("ten seconds", 0));

Deno.test("a song of twenty minutes gives a good piece", () => {
  assertGoodBlends("twenty minutes", 2);
});

Deno.test("a song of all notes at once gives a good piece", () => {
  assertGoodBlends("all at once", 0);
});

Deno.test("a song of sound effects alone gives a good piece", () => {
  assertGoodBlends("sound effects only", 2);
});

Deno.test("a song of percussion programs alone gives a good piece", () => {
  assertGoodBlends("percussion programs only", 1);
});

Deno.test("a song of 128 tracks gives a good piece", () => assertGoodBlends("128 tracks", 0));

Deno.test("a song of five quarters a minute gives a good piece", () => {
  assertGoodBlends("five quarters a minute", 1);
});

Deno.test("a song of 900 quarters a minute gives a good piece", () => {
  assertGoodBlends("900 quarters a minute", 0);
});

Deno.test("a song of one pitch gives a good piece", () => {
  assertGoodBlends("one pitch again and again", 2);
});

Deno.test("a song of one held chord gives a good piece", () => {
  assertGoodBlends("one chord held", 0);
});

Deno.test("a song of notes by chance gives a good piece", () => {
  assertGoodBlends("notes by chance", 0);
});

Deno.test("a song played in free time gives a good piece", () => assertGoodBlends("free time", 2));

Deno.test("a song of chromatic clusters gives a good piece", () => {
  assertGoodBlends("chromatic cluster", 0);
});

Deno.test("a song of the lowest and highest pitches gives a good piece", () => {
  assertGoodBlends("extreme pitches", 2);
});

Deno.test("a song after ten minutes of silence gives a good piece", () => {
  assertGoodBlends("silence before", 1);
});

Deno.test("a song without notes is refused with a reason", () => {
  assert.throws(() => analyse(readMidi(midiFile(["60 ff2f00"]))), {
    name: "RangeError",
    message: "Cannot analyse a piece without notes",
  });
});
