import assert from "node:assert/strict";
import { rangeOf } from "../../../src/music/compose/plan/instruments.ts";
import { bandSong } from "../../support/band_song.ts";
import {
  composeAll,
  gridNotes,
  notesIn,
  secondsOf,
  starterTriple,
} from "../../support/composing.ts";
import { measurePiece, type Measures } from "../../support/piece_measures.ts";

Deno.test("a piece ends at home: everybody holds the tonic chord, the melody the tonic", () => {
  const tonics = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
  for (let i = 0; i < 8; i++) {
    const { piece, report } = composeAll(starterTriple(i), { seed: i });
    const [name] = report.key.split(" ");
    const tonic = tonics.indexOf({ "C#": "Db", "G#": "Ab" }[name!] ?? name!);
    assert.equal(notesIn(piece, "Melody").at(-1)!.pitch % 12, tonic, report.key);
    assert.equal(notesIn(piece, "Bass").at(-1)!.pitch % 12, tonic, report.key);
    const last = notesIn(piece, "Melody").at(-1)!;
    const lengthSeconds = last.durationTicks / piece.durationTicks * secondsOf(piece);
    assert.ok(lengthSeconds > 0.6, `${lengthSeconds} s`);
  }
});

Deno.test("fifteen seconds are a whole piece", () => {
  for (let i = 0; i < 8; i++) {
    const { piece, report } = composeAll(starterTriple(i), { lengthSeconds: 15, seed: i });
    assert.ok(report.bars >= 3);
    for (const name of ["Melody", "Chords", "Bass", "Drums"]) {
      assert.ok(notesIn(piece, name).length >= 4, `${report.form}: ${name}`);
    }
    assert.ok(gridNotes(piece, "Melody")[0]!.step < 20 * 3);
  }
});

Deno.test("every track is within its instrument, without stuck or colliding notes", () => {
  for (let i = 0; i < 8; i++) {
    const { piece } = composeAll(starterTriple(i), { seed: i, lengthSeconds: 90 });
    assert.ok(piece.tracks.length <= 8);
    for (const { notes, program, channel } of piece.tracks) {
      const { lowest, highest } = rangeOf(program);
      const ends = new Map<number, number>();
      for (const { startTicks, durationTicks, pitch } of notes) {
        assert.ok(channel === 9 || (pitch >= lowest && pitch <= highest), `${pitch} on ${program}`);
        assert.ok(durationTicks >= 1 && startTicks >= (ends.get(pitch) ?? 0));
        ends.set(pitch, startTicks + durationTicks);
      }
    }
  }
});

Deno.test("what is composed lies within the bands of music that people made", () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => measurePiece(composeAll(starterTriple(i % 9), { seed: i, lengthSeconds: 60 }).piece),
  );
  const median = (pick: (row: Measures) => number) =>
    rows.map(pick).sort((a, b) => a - b)[Math.floor(rows.length / 2)]!;
  const all = (pick: (row: Measures) => number, low: number, high: number) =>
    rows.forEach((row) => assert.ok(pick(row) >= low && pick(row) <= high, JSON.stringify(row)));
  all(({ notesPerBeat }) => notesPerBeat, 2.5, 18);
  all(({ emptyBeats }) => emptyBeats, 0, 0.12);
  all(({ scale }) => scale, 0.8, 1);
  all(({ melodyRange }) => melodyRange, 5, 28);
  all(({ leaps }) => leaps, 0, 0.2);
  assert.ok(median(({ chordTones }) => chordTones) > 0.85);
  assert.ok(median(({ steps }) => steps) > 0.3);
  assert.ok(median(({ repeats }) => repeats) < 0.3);
  assert.ok(median(({ rest }) => rest) > 0.03, "phrases breathe");
});

Deno.test("the metre of the song that leads the groove is the metre of the piece", () => {
  const inMeter = (numerator: number, denominator: number) =>
    composeAll([
      bandSong(),
      bandSong({ meter: { numerator, denominator }, stepsPerBar: numerator * 16 / denominator }),
      bandSong(),
    ]).report.meter;
  assert.equal(inMeter(3, 4), "3/4");
  assert.equal(inMeter(6, 8), "6/8");
  assert.equal(inMeter(2, 4), "4/4");
  assert.equal(inMeter(5, 4), "5/4");
});
