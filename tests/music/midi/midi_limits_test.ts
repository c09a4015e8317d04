import assert from "node:assert/strict";
import { CATALOGUE_MIDI_LIMITS, type MidiLimits } from "../../../src/music/midi/midi_limits.ts";
import { MAX_TEXT_LENGTH } from "../../../src/music/midi/midi_text.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { MAX_TEXTS } from "../../../src/music/midi/track_chunk.ts";
import { midiFile } from "../../support/midi_bytes.ts";

const END = "00 ff2f00";
const NOTE = "00 903c40 60 803c40";
const TWO_SECONDS = "8340 ff2f00"; // 448 ticks of 1/192 s

function reader(bytes: Uint8Array, limits: Partial<MidiLimits>): () => unknown {
  return () => readMidi(bytes, { ...CATALOGUE_MIDI_LIMITS, ...limits });
}

Deno.test("readMidi refuses one byte over the limit", () => {
  const bytes = midiFile([NOTE + END]);
  assert.doesNotThrow(reader(bytes, { maxBytes: bytes.length }));
  assert.throws(reader(bytes, { maxBytes: bytes.length - 1 }), RangeError);
});

Deno.test("readMidi refuses one event over the limit, and counts end-of-track", () => {
  const bytes = midiFile([NOTE + END]);
  assert.doesNotThrow(reader(bytes, { maxEvents: 3 }));
  assert.throws(reader(bytes, { maxEvents: 2 }), {
    name: "RangeError",
    message: "Cannot read the MIDI file as it has more than 2 events",
  });
});

Deno.test("readMidi refuses one note over the limit", () => {
  const bytes = midiFile([NOTE + NOTE + END]);
  assert.doesNotThrow(reader(bytes, { maxNotes: 2 }));
  assert.throws(reader(bytes, { maxNotes: 1 }), RangeError);
});

Deno.test("readMidi refuses one track over the limit, the conductor not counted", () => {
  const bytes = midiFile([END, NOTE + END, NOTE + END]);
  assert.doesNotThrow(reader(bytes, { maxTracks: 2 }));
  assert.throws(reader(bytes, { maxTracks: 1 }), RangeError);
});

Deno.test("readMidi counts the tracks that splitting makes", () => {
  const bytes = midiFile([NOTE + "00 c001" + NOTE + END]);
  assert.doesNotThrow(reader(bytes, { maxTracks: 2 }));
  assert.throws(reader(bytes, { maxTracks: 1 }), /more than 1 tracks/);
});

Deno.test("readMidi refuses more empty tracks than a file may have tracks", () => {
  assert.doesNotThrow(reader(midiFile([END, END, END]), { maxTracks: 2 }));
  assert.throws(reader(midiFile([END, END, END, END]), { maxTracks: 2 }), /track chunks/);
});

Deno.test("readMidi refuses a file that lasts too long", () => {
  const bytes = midiFile([TWO_SECONDS.replace("8340", "8300")]);
  assert.doesNotThrow(reader(bytes, { maxSeconds: 2 }));
  assert.throws(reader(midiFile([TWO_SECONDS]), { maxSeconds: 2 }), RangeError);
});

Deno.test("readMidi keeps the first texts of a chunk up to their limit, and leaves out the rest", () => {
  const texts = (count: number) => readMidi(midiFile(["00 ff0101 41".repeat(count) + END])).texts;
  assert.equal(texts(MAX_TEXTS).length, MAX_TEXTS);
  assert.equal(texts(MAX_TEXTS + 1).length, MAX_TEXTS);
});

Deno.test("readMidi cuts a text to its longest", () => {
  const text = (length: string, count: number) =>
    readMidi(midiFile([`00 ff01 ${length}` + "41".repeat(count) + END])).texts[0]!.text.length;
  assert.equal(text("a000", MAX_TEXT_LENGTH), MAX_TEXT_LENGTH);
  assert.equal(text("a001", MAX_TEXT_LENGTH + 1), MAX_TEXT_LENGTH);
});
