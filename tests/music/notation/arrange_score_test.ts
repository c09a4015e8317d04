import assert from "node:assert/strict";
import type { Note, Piece } from "../../../src/music/midi/piece.ts";
import { arrangeScore } from "../../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { scoreWith, SHORT_SCORE } from "../../support/short_score.ts";

function play(text: string): Piece {
  return arrangeScore(parseScore(text));
}

function notesOf(piece: Piece, name: string): readonly Note[] {
  return piece.tracks.find((track) => track.name === name)?.notes ?? [];
}

const BAR = 1920;

Deno.test("a score becomes one track per part, with its instrument and the drum channel", () => {
  const { tracks, durationTicks, tempos, meters } = play(SHORT_SCORE);
  assert.deepEqual(tracks.map(({ name, channel, program }) => [name, channel, program]), [
    ["Melody", 0, 73],
    ["Bass", 1, 32],
    ["Chords", 2, 0],
    ["Drums", 9, 0],
  ]);
  assert.equal(durationTicks, 4 * BAR);
  assert.deepEqual(tempos, [{ startTicks: 0, microsecondsPerQuarter: 500_000 }]);
  assert.deepEqual(meters, [{ startTicks: 0, numerator: 4, denominator: 4 }]);
});

Deno.test("the same score gives the same piece", () => {
  assert.deepEqual(play(SHORT_SCORE), play(SHORT_SCORE));
});

Deno.test("the melody is played where and as high as it is written", () => {
  const melody = notesOf(play(SHORT_SCORE), "Melody");
  assert.deepEqual(melody.map(({ pitch }) => pitch), [72, 74, 76, 77, 79, 84, 86, 88, 89, 91]);
  assert.deepEqual(melody.slice(0, 6).map(({ startTicks }) => startTicks), [
    0,
    480,
    960,
    1440,
    1920,
    3840,
  ]);
});

Deno.test("a pickup sounds before its section and cuts off the note before it", () => {
  const text = scoreWith("octave  1", "pickup  G2\n  melody  c8 | d8");
  const melody = notesOf(play(scoreWith("g4 z4", "g8")), "Melody");
  assert.equal(melody[4]?.durationTicks, Math.round(BAR * 0.94));
  const withPickup = notesOf(play(text.replace("g4 z4", "g8")), "Melody");
  assert.deepEqual(withPickup.slice(4, 7).map(({ pitch, startTicks }) => [pitch, startTicks]), [
    [79, BAR],
    [67, 2 * BAR - 480],
    [72, 2 * BAR],
  ]);
  assert.ok(withPickup[4]!.durationTicks <= BAR - 480);
});

Deno.test("tied notes sound as one, also across the bar line", () => {
  const melody = notesOf(play(scoreWith("c2d2e2f2 | g4 z4", "c2d2e2g2- | g4 z4")), "Melody");
  assert.deepEqual(melody.slice(0, 5).map(({ startTicks }) => startTicks), [
    0,
    480,
    960,
    1440,
    2 * BAR,
  ]);
  assert.equal(melody[3]!.durationTicks, Math.round(1440 * 0.94));
});

Deno.test("the bass plays degrees of the chord and leads into the next root", () => {
  const bass = notesOf(play(scoreWith("1---5---", "1-3-7->-")), "Bass");
  // C: root, third, a minor seventh as it has none of its own, then a semitone below G.
  assert.deepEqual(bass.slice(0, 4).map(({ pitch }) => pitch), [36, 40, 46, 30]);
  assert.deepEqual(bass.slice(4, 7).map(({ pitch }) => pitch), [31, 35, 41]);
});

Deno.test("a slash chord puts its bass below", () => {
  assert.equal(notesOf(play(scoreWith("| G7", "| G7/B")), "Bass")[2]?.pitch, 35);
});

Deno.test("chords are struck again where the chord changes", () => {
  const chords = notesOf(
    play(scoreWith("C     |", "C F   |").replace("x---x---", "x-------")),
    "Chords",
  );
  const strokes = [...new Set(chords.map(({ startTicks }) => startTicks))].slice(0, 3);
  assert.deepEqual(strokes, [0, 960, 1920]);
  const secondChord = chords.filter(({ startTicks }) => startTicks === 960);
  assert.deepEqual(secondChord.map(({ pitch }) => pitch % 12).sort((a, b) => a - b), [0, 5, 9]);
});

Deno.test("neighbouring chords move by small steps", () => {
  const chords = notesOf(play(SHORT_SCORE), "Chords");
  const first = chords.filter(({ startTicks }) => startTicks === 0).map(({ pitch }) => pitch);
  const next = chords.filter(({ startTicks }) => startTicks === BAR).map(({ pitch }) => pitch);
  assert.equal(first.length, 3);
  assert.equal(next.length, 4);
  assert.ok(first.every((pitch, index) => Math.abs(pitch - next[index]!) <= 4), `${first} ${next}`);
});

Deno.test("digits of a chord pattern play one note at a time, past the top an octave higher", () => {
  const chords = notesOf(play(scoreWith("x---x---", "1-2-3-4-")), "Chords");
  const [one, two, three, four] = chords.map(({ pitch }) => pitch);
  assert.ok(one! < two! && two! < three!);
  assert.equal(four, one! + 12);
});

Deno.test("without a chord bass and chords are silent", () => {
  const piece = play(scoreWith("| G7", "| N"));
  const inSecondBar = (name: string) =>
    notesOf(piece, name).filter(({ startTicks }) => startTicks >= BAR && startTicks < 2 * BAR);
  assert.deepEqual([inSecondBar("Bass"), inSecondBar("Chords")], [[], []]);
  assert.ok(inSecondBar("Drums").length > 0);
});

Deno.test("a fill replaces the drums of the last bar and a crash answers it", () => {
  const drums = notesOf(play(SHORT_SCORE), "Drums");
  const lastBar = drums.filter(({ startTicks }) => startTicks >= BAR && startTicks < 2 * BAR);
  assert.deepEqual([...new Set(lastBar.map(({ pitch }) => pitch))], [38]);
  assert.equal(lastBar.length, 8);
  const crashes = drums.filter(({ pitch }) => pitch === 49);
  assert.deepEqual(crashes.map(({ startTicks }) => startTicks), [2 * BAR]);
});

Deno.test("capital strokes are louder than small ones", () => {
  const snares = notesOf(play(SHORT_SCORE), "Drums").filter(({ pitch }) => pitch === 38);
  assert.ok(snares[1]!.velocity > snares[0]!.velocity + 5);
});

Deno.test("a part that a section leaves out is silent there", () => {
  const piece = play(scoreWith("octave  1", "without bass drums"));
  assert.ok(notesOf(piece, "Bass").every(({ startTicks }) => startTicks < 2 * BAR));
  assert.ok(notesOf(piece, "Drums").every(({ startTicks }) => startTicks < 2 * BAR));
  assert.ok(notesOf(piece, "Melody").some(({ startTicks }) => startTicks >= 2 * BAR));
});

Deno.test("swing delays the second eighth of a beat and keeps the beats", () => {
  const text = scoreWith("form ", "swing    60\nform ").replace("c2d2e2f2", "cdefgabc'");
  const melody = notesOf(play(text), "Melody");
  assert.deepEqual(melody.slice(0, 5).map(({ startTicks }) => startTicks), [0, 288, 480, 768, 960]);
});

Deno.test("no two notes of one pitch overlap in a part", () => {
  for (const { name, notes } of play(SHORT_SCORE).tracks) {
    const ends = new Map<number, number>();
    for (const { pitch, startTicks, durationTicks } of notes) {
      assert.ok((ends.get(pitch) ?? 0) <= startTicks, `${name} at ${startTicks}`);
      ends.set(pitch, startTicks + durationTicks);
    }
  }
});
