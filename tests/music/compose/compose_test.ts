import fc from "fast-check";
import assert from "node:assert/strict";
import { compose, MAX_BARS_PER_YIELD } from "../../../src/music/compose/compose.ts";
import type { Sources } from "../../../src/music/compose/composition.ts";
import { MAX_NOTES_PER_BAR_AND_PART } from "../../../src/music/compose/band/perform.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { writeMidi } from "../../../src/music/midi/write_midi.ts";
import { analysisArbitrary } from "../../support/analysis_arbitrary.ts";
import { bandSong, drumsAlone, oneNote, spellChords, without } from "../../support/band_song.ts";
import {
  composeAll,
  notesIn,
  OPTIONS,
  secondsOf,
  starterTriple,
  toldNotes,
} from "../../support/composing.ts";

const BAND: Sources = [bandSong(), bandSong(), bandSong()];

/** The notes of the file as the bars should have told them. */
function barNotesOf(piece: Piece): string[] {
  const perTick = piece.tempos[0]!.microsecondsPerQuarter / piece.ticksPerQuarter;
  const seconds = (ticks: number) => Math.round(ticks * perTick) / 1e6;
  return piece.tracks.flatMap(({ notes }, track) =>
    notes.map(({ startTicks, durationTicks, pitch, velocity }) =>
      [seconds(startTicks), seconds(durationTicks), pitch, velocity, track].join()
    )
  ).sort();
}

Deno.test("the same songs, options and seed give the same piece and bars", () => {
  assert.deepEqual(composeAll(starterTriple(1)), composeAll(starterTriple(1)));
});

Deno.test("another seed gives another piece", () => {
  const one = composeAll(starterTriple(1), { seed: 1 });
  const other = composeAll(starterTriple(1), { seed: 2 });
  assert.notDeepEqual(notesIn(one.piece, "Melody"), notesIn(other.piece, "Melody"));
  assert.notDeepEqual(notesIn(one.piece, "Bass"), notesIn(other.piece, "Bass"));
});

Deno.test("the bars tell exactly what the file holds", () => {
  for (let i = 0; i < 4; i++) {
    const composed = composeAll(starterTriple(i), { seed: i });
    const fromBars = toldNotes(composed).map((note) => note.slice(0, 5).join()).sort();
    assert.deepEqual(fromBars, barNotesOf(composed.piece));
  }
});

Deno.test("the bars still agree after the file is written and read", () => {
  const composed = composeAll(starterTriple(2));
  const read = readMidi(writeMidi(composed.piece));
  assert.deepEqual(barNotesOf(read), barNotesOf(composed.piece));
  assert.equal(read.durationTicks, composed.piece.durationTicks);
  assert.deepEqual(
    read.tracks.map(({ name }) => name),
    composed.piece.tracks.map(({ name }) => name),
  );
});

Deno.test("bars come in order, a few at a time, the first with the tracks", () => {
  const { bars, piece, report } = composeAll(starterTriple(3), { lengthSeconds: 60 });
  let next = 0;
  for (const { startBar, bars: count, secondsPerBar } of bars) {
    assert.equal(startBar, next);
    assert.ok(count >= 1 && count <= MAX_BARS_PER_YIELD);
    assert.ok(Math.abs(secondsPerBar * report.bars - 60) < 0.001);
    next += count;
  }
  assert.equal(next, report.bars);
  assert.deepEqual(bars.filter(({ tracks }) => tracks !== undefined), [bars[0]]);
  assert.deepEqual(
    bars[0]!.tracks!.map(({ name, program, isDrums }) => [name, program, isDrums]),
    piece.tracks.map(({ name, program, channel }) => [name, program, channel === 9]),
  );
});

Deno.test("notes stand in the bars that tell them", () => {
  for (const { startBar, bars, secondsPerBar, notes } of composeAll(starterTriple(4)).bars) {
    for (const [start] of notes) {
      assert.ok(start > (startBar - 0.05) * secondsPerBar);
      assert.ok(start < (startBar + bars) * secondsPerBar);
    }
  }
});

Deno.test("a piece lasts exactly as long as wished, and its last chord dies before the end", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 15, max: 300, noNaN: true }),
      fc.nat(9),
      (lengthSeconds, index) => {
        const { piece } = composeAll(starterTriple(index), { lengthSeconds, seed: index });
        assert.ok(Math.abs(secondsOf(piece) - lengthSeconds) < 0.001);
        const perTick = secondsOf(piece) / piece.durationTicks;
        const end = Math.max(
          ...piece.tracks.flatMap(({ notes }) =>
            notes.map(({ startTicks, durationTicks }) => startTicks + durationTicks)
          ),
        ) * perTick;
        assert.ok(end <= lengthSeconds - 0.5, `${lengthSeconds - end} s of silence`);
        assert.ok(end >= lengthSeconds - 2.5, `${lengthSeconds - end} s of silence`);
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

Deno.test("odd songs make a piece: drums alone, one note, no chords, no bars that agree", () => {
  const odd: Sources[] = [
    [drumsAlone(), drumsAlone(), drumsAlone()],
    [oneNote(), oneNote(), oneNote()],
    [oneNote(), drumsAlone(), bandSong()],
    [without(bandSong(), "melody"), without(bandSong(), "bass", "drums"), bandSong({ chords: [] })],
    [
      bandSong({ meter: { numerator: 3, denominator: 4 }, stepsPerBar: 12 }),
      bandSong({ meter: { numerator: 6, denominator: 8 }, stepsPerBar: 12 }),
      bandSong({ meter: { numerator: 7, denominator: 8 }, stepsPerBar: 14 }),
    ],
    [bandSong({ chords: spellChords("0:maj") }), bandSong({ sections: [] }), oneNote()],
  ];
  for (const sources of odd) {
    const { piece } = composeAll(sources);
    for (const name of ["Melody", "Chords", "Bass", "Drums"]) {
      assert.ok(notesIn(piece, name).length > 0, name);
    }
  }
});

Deno.test("the report says what was made", () => {
  const { report, piece } = composeAll(BAND, { seed: 42, lengthSeconds: 60 });
  assert.equal(report.options.seed, 42);
  assert.equal(report.key, "C major");
  assert.equal(report.meter, "4/4");
  assert.match(report.form, /^(intro )?A( [A-D]'?)* outro$/);
  assert.ok(Math.abs(report.tempoBpm - 60e6 / piece.tempos[0]!.microsecondsPerQuarter) < 0.01);
  assert.ok(Math.abs(report.shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
});

Deno.test("the report accounts for every note by role and by section", () => {
  const composed = composeAll(starterTriple(1), { lengthSeconds: 60 });
  const { report, piece } = composed;
  assert.deepEqual(
    report.roles.map(({ notes }) => notes),
    piece.tracks.map(({ notes }) => notes.length),
  );
  assert.equal(report.sections.map(({ name }) => name).join(" "), report.form);
  assert.equal(report.sections.reduce((sum, { bars }) => sum + bars, 0), report.bars);
  const of = (source: number) => toldNotes(composed).filter((note) => note[5] === source).length;
  assert.deepEqual(report.shares, [0, 1, 2].map((song) => of(song) / toldNotes(composed).length));
});

Deno.test("the file tells in its texts how to make it again", () => {
  const { report, piece } = composeAll(starterTriple(1), { seed: 99 });
  const texts = readMidi(writeMidi(piece)).texts.map(({ text }) => text);
  assert.ok(texts[0]!.includes("seed 99"));
  assert.deepEqual(JSON.parse(texts.at(-1)!), { engine: report.engine, options: report.options });
});

Deno.test("any three songs and options make a valid piece of bounded size", () => {
  const weight = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e308, noNaN: true }));
  const options = fc.record({
    temperature: fc.double({ min: 0.1, max: 2, noNaN: true }),
    creativity: fc.double({ min: 0, max: 1, noNaN: true }),
    lengthSeconds: fc.double({ min: 15, max: 300, noNaN: true }),
    seed: fc.nat(4_294_967_295),
    weights: fc.tuple(weight, weight, weight).filter((all) => all.some((one) => one > 0)),
  });
  const songs = fc.tuple(analysisArbitrary, analysisArbitrary, analysisArbitrary);
  fc.assert(
    fc.property(songs, options, (sources, chosen) => {
      const { piece, report } = composeAll(sources, chosen);
      assert.ok(Math.abs(secondsOf(piece) - chosen.lengthSeconds) < 0.001);
      const notes = piece.tracks.flatMap((track) => track.notes);
      assert.ok(notes.length > 0);
      assert.ok(notes.length <= report.bars * piece.tracks.length * MAX_NOTES_PER_BAR_AND_PART);
      for (const { startTicks, durationTicks, pitch, velocity } of notes) {
        assert.ok([startTicks, durationTicks, pitch, velocity].every(Number.isInteger));
        assert.ok(startTicks >= 0 && durationTicks >= 1);
        assert.ok(startTicks + durationTicks <= piece.durationTicks);
        assert.ok(pitch >= 0 && pitch <= 127 && velocity >= 1 && velocity <= 127);
      }
    }),
    { numRuns: 80, seed: 3 },
  );
});

Deno.test("the first bars come before the rest is composed", () => {
  const composing = compose(starterTriple(1), { ...OPTIONS, lengthSeconds: 300 });
  const first = composing.next();
  assert.equal(first.done, false);
  assert.ok(!first.done && first.value.startBar === 0 && first.value.notes.length > 0);
  composing.return(undefined as never);
});
