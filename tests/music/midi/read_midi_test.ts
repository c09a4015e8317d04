import assert from "node:assert/strict";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { hex, midiFile } from "../../support/midi_bytes.ts";

const END = "00 ff2f00";
const C4 = "00 903c40 60 803c40";

/** The notes of all tracks as `pitch@start+duration`. */
function notesOf(bytes: Uint8Array): string[] {
  return readMidi(bytes).tracks.flatMap(({ notes }) =>
    notes.map(({ pitch, startTicks, durationTicks }) => `${pitch}@${startTicks}+${durationTicks}`)
  );
}

Deno.test("readMidi gives notes, tempo, meter, texts and the duration of a plain file", () => {
  const conductor = "00 ff0103 486579 00 ff5103 06 1a 80 00 ff5804 03 03 18 08" + END;
  const violin = "00 ff0306 56696f6c696e 00 c128 00 b10764 00 913c50 60 813c40 30 ff2f00";
  assert.deepEqual(readMidi(midiFile([conductor, violin])), {
    ticksPerQuarter: 96,
    tracks: [{
      name: "Violin",
      channel: 1,
      program: 40,
      notes: [{ startTicks: 0, durationTicks: 96, pitch: 60, velocity: 80 }],
      controls: [{ startTicks: 0, controller: 7, value: 100 }],
    }],
    tempos: [{ startTicks: 0, microsecondsPerQuarter: 400_000 }],
    meters: [{ startTicks: 0, numerator: 3, denominator: 8 }],
    texts: [{ startTicks: 0, text: "Hey" }],
    durationTicks: 144,
  });
});

Deno.test("readMidi starts with 120 quarters a minute in 4/4 when the file does not say", () => {
  const { tempos, meters } = readMidi(midiFile(["60 ff5103 06 1a 80 00 ff5804 03 02 18 08" + END]));
  assert.deepEqual(tempos.map((tempo) => tempo.microsecondsPerQuarter), [500_000, 400_000]);
  assert.deepEqual(meters.map((meter) => meter.numerator), [4, 3]);
});

Deno.test("readMidi takes the default for a tempo of 0 and ignores an impossible meter", () => {
  const { tempos, meters } = readMidi(
    midiFile(["00 ff5103 00 00 00 00 ff5804 00 02 18 08 00 ff5804 04 20 18 08" + END]),
  );
  assert.deepEqual(tempos, [{ startTicks: 0, microsecondsPerQuarter: 500_000 }]);
  assert.deepEqual(meters, [{ startTicks: 0, numerator: 4, denominator: 4 }]);
});

Deno.test("readMidi reads waits of two, three and four bytes, the longest there are", () => {
  const waits = ["8100", "818000", "81808000", "ffffff7f"];
  const notes = waits.map((wait) => `${wait} 903c40 01 803c40`).join(" ");
  assert.deepEqual(notesOf(midiFile([notes + END], { division: "7fff" })), [
    "60@128+1",
    "60@16513+1",
    "60@2113666+1",
    "60@270549122+1",
  ]);
});

Deno.test("readMidi keeps changes of tempo and meter in order, the last of those at one tick", () => {
  const tempo = (microseconds: string) => `ff5103 ${microseconds}`;
  const conductor = `60 ${tempo("061a80")} 00 ${tempo("030d40")} 60 ff5804 03 02 18 08`;
  const { tempos, meters } = readMidi(midiFile([conductor + END, `30 ${tempo("0f4240")}` + END]));
  assert.deepEqual(tempos, [
    { startTicks: 0, microsecondsPerQuarter: 500_000 },
    { startTicks: 48, microsecondsPerQuarter: 1_000_000 },
    { startTicks: 96, microsecondsPerQuarter: 200_000 },
  ]);
  assert.deepEqual(meters, [
    { startTicks: 0, numerator: 4, denominator: 4 },
    { startTicks: 192, numerator: 3, denominator: 4 },
  ]);
});

Deno.test("readMidi gives the texts of the first track alone", () => {
  const { texts } = readMidi(midiFile(["00 ff0101 41" + END, "00 ff0101 42" + END]));
  assert.deepEqual(texts.map(({ text }) => text), ["A"]);
});

Deno.test("readMidi keeps the running status across meta and sysex events", () => {
  const events = "00 903c40 60 3c00 00 ff0100 00 3e40 60 3e00 00 f003010203f7 00 4040 60 4000";
  assert.deepEqual(notesOf(midiFile([events.replace("f003010203f7", "f0040102 03f7") + END])), [
    "60@0+96",
    "62@96+96",
    "64@192+96",
  ]);
});

Deno.test("readMidi skips system messages that no file should hold", () => {
  const illegal = "00f17f 00f27f7f 00f37f 00f4 00f5 00f6 00f8 00f9 00fa 00fb 00fc 00fd 00fe";
  assert.deepEqual(notesOf(midiFile([illegal + C4 + END])), ["60@0+96"]);
});

Deno.test("readMidi accepts a track without end-of-track", () => {
  const piece = readMidi(midiFile([C4]));
  assert.equal(piece.durationTicks, 96);
  assert.equal(piece.tracks.length, 1);
});

Deno.test("readMidi ignores what follows the end-of-track inside its chunk", () => {
  assert.deepEqual(notesOf(midiFile([C4 + END + "00 904040 ff ff"])), ["60@0+96"]);
});

Deno.test("readMidi skips unknown chunks, even one longer than the file, and trailing bytes", () => {
  const junk = hex("4a756e6b 00000003 010203");
  const file = midiFile([C4 + END]);
  const between = new Uint8Array([...file.subarray(0, 14), ...junk, ...file.subarray(14)]);
  assert.deepEqual(notesOf(between), ["60@0+96"]);
  assert.deepEqual(notesOf(new Uint8Array([...file, 0x2a])), ["60@0+96"]);
  assert.deepEqual(notesOf(new Uint8Array([...file, ...hex("4a756e6b 7fffffff 01")])), ["60@0+96"]);
});

Deno.test("readMidi unwraps a RIFF MIDI file", () => {
  const file = midiFile([C4 + END]);
  const size = (bytes: number) => [bytes & 0xff, bytes >> 8, 0, 0];
  const riff = new Uint8Array([
    ...hex("52494646"),
    ...size(file.length + 22),
    ...hex("524d4944 4c495354 01000000 2a 00 64617461"),
    ...size(file.length),
    ...file,
  ]);
  assert.deepEqual(readMidi(riff), readMidi(file));
});

Deno.test("readMidi refuses a RIFF file of another kind", () => {
  assert.throws(() => readMidi(hex("52494646 04000000 57415645")), SyntaxError);
});

Deno.test("readMidi turns frames into ticks at 120 quarters a minute", () => {
  const at25 = readMidi(midiFile([C4 + END], { division: "e728" }));
  assert.equal(at25.ticksPerQuarter, 1000);
  assert.equal(at25.durationTicks, 192);
  assert.deepEqual(at25.tempos, [{ startTicks: 0, microsecondsPerQuarter: 500_000 }]);
});

Deno.test("readMidi ignores tempo events in a file that counts in frames", () => {
  const tempo = "00 ff5103 06 1a 80";
  const dropFrame = readMidi(midiFile([tempo + C4 + END], { division: "e302" }));
  assert.equal(dropFrame.ticksPerQuarter, 60);
  assert.deepEqual(dropFrame.tempos, [{ startTicks: 0, microsecondsPerQuarter: 500_500 }]);
});

Deno.test("readMidi plays the tracks of a format 2 file one after another", () => {
  assert.deepEqual(notesOf(midiFile([C4 + END, C4 + END], { format: 2 })), ["60@0+96", "60@96+96"]);
});

Deno.test("readMidi splits a format 0 file by channel and program", () => {
  const events = "00 c020 00 c130 00 903c40 00 914040 00 99 2440 60 803c40 00 814040 00 892440" +
    "00 c021 00 903e40 60 803e40 00 c020 00 904040 60 804040";
  const { tracks } = readMidi(midiFile([events + END], { format: 0 }));
  assert.deepEqual(
    tracks.map(({ channel, program, notes }) => [channel, program, notes.length]),
    [[9, 0, 1], [0, 32, 2], [1, 48, 1], [0, 33, 1]],
  );
});

Deno.test("readMidi takes a program that another track sets for the channel", () => {
  const { tracks } = readMidi(midiFile(["00 c020 00 b00750" + END, C4 + END]));
  assert.equal(tracks.length, 1);
  assert.equal(tracks[0]?.program, 32);
  assert.deepEqual(tracks[0]?.controls, [{ startTicks: 0, controller: 7, value: 80 }]);
});

Deno.test("readMidi gives notes before any program change to the piano", () => {
  const { tracks } = readMidi(midiFile([C4 + "00 c020" + C4 + END, C4 + "00 c020" + END]));
  assert.deepEqual(tracks.map(({ program, notes }) => [program, notes.length]), [
    [0, 1],
    [32, 1],
    [0, 1],
  ]);
});

Deno.test("readMidi leaves out tracks without notes and controllers nobody needs", () => {
  const { tracks } = readMidi(midiFile(["00 ff0301 41" + END, "00 b00140" + C4 + END]));
  assert.equal(tracks.length, 1);
  assert.equal("controls" in tracks[0]!, false);
});

Deno.test("readMidi takes a note-on of velocity 0 for a note-off", () => {
  assert.deepEqual(notesOf(midiFile(["00 903c40 60 903c00" + END])), ["60@0+96"]);
});

Deno.test("readMidi ends a note that is never released with its track", () => {
  assert.deepEqual(notesOf(midiFile(["00 903c40 60 ff2f00"])), ["60@0+96"]);
});

Deno.test("readMidi ignores a note-off without its note", () => {
  assert.deepEqual(notesOf(midiFile(["00 803c40" + C4 + "00 803c40" + END])), ["60@0+96"]);
});

Deno.test("readMidi keeps a note of no length audible", () => {
  assert.deepEqual(notesOf(midiFile(["00 903c40 00 803c40 60 ff2f00"])), ["60@0+1"]);
});

Deno.test("readMidi cuts a note where the same pitch starts again", () => {
  const staggered = "00 903c40 30 903c40 30 803c40 30 803c40";
  assert.deepEqual(notesOf(midiFile([staggered + END])), ["60@0+48", "60@48+96"]);
});

Deno.test("readMidi keeps repeated notes whole when each starts before the last one ends", () => {
  const touching = "00 903c40 60 903c40 00 803c40 60 803c40";
  assert.deepEqual(notesOf(midiFile([touching + END])), ["60@0+96", "60@96+96"]);
});

Deno.test("readMidi does not let a lost note-off hold the last note to the end", () => {
  const lost = "00 903c40 60 903c40 60 803c40 60 903c40 60 803c40 8f00 ff2f00";
  assert.deepEqual(notesOf(midiFile([lost])), ["60@0+96", "60@96+192", "60@288+96"]);
});

Deno.test("readMidi keeps one of two equal notes", () => {
  assert.deepEqual(notesOf(midiFile(["00 903c40 00 903c50 60 803c40 00 803c40" + END])), [
    "60@0+96",
  ]);
});

Deno.test("readMidi reads a text as UTF-8, else as Windows-1252", () => {
  const { texts } = readMidi(midiFile(["00 ff0102 c3a9 00 ff0101 e9" + END]));
  assert.deepEqual(texts.map(({ text }) => text), ["é", "é"]);
});

Deno.test("readMidi keeps the name of the sequence and the first copyright, where there are any", () => {
  const named = readMidi(midiFile([
    "00 ff0303 536f6c 00 ff0302 4e6f" + END,
    "00 ff0301 41 00 ff0202 4d65 00 ff0203 596f75" + END,
  ]));
  assert.deepEqual([named.name, named.copyright], ["Sol", "Me"]);
  const nameless = readMidi(midiFile(["00 ff0300" + END]));
  assert.deepEqual([nameless.name, nameless.copyright], [undefined, undefined]);
});

Deno.test("readMidi gives an empty piece for a file without tracks", () => {
  const piece = readMidi(midiFile([]));
  assert.deepEqual(piece.tracks, []);
  assert.equal(piece.durationTicks, 0);
});
