// What the catalogue keeps of a song, read from its MIDI file.

import { fingerprintOf } from "../../music/analyse/fingerprint.ts";
import { hear, type Outline } from "../../music/analyse/hear.ts";
import { keyName } from "../../music/analyse/key_name.ts";
import type { NewSong, Song } from "../song.ts";
import { readNotes } from "./read_notes.ts";
import { type SongTexts, songTextsOf } from "./song_texts.ts";

/** What the notes of a song tell of it. */
export type SongFacts =
  & Pick<Song, "durationSeconds" | "tempoBpm" | "key" | "hasDrums" | "analysis">
  & Pick<NewSong, "fingerprint">;

/** What a MIDI file tells of its song by notes and by words. */
export type SongStudy = { readonly facts: SongFacts; readonly texts: SongTexts };

/**
 * Reads and analyses a MIDI file, which takes up to some 100 ms.
 * @throws {AppError} `invalid_midi`, `midi_too_large`.
 */
export function analyseMidi(bytes: Uint8Array): SongFacts {
  return studyMidi(bytes).facts;
}

/**
 * Reads and analyses a MIDI file, its texts as well.
 * @throws {AppError} `invalid_midi`, `midi_too_large`.
 */
export function studyMidi(bytes: Uint8Array): SongStudy {
  const piece = readNotes(bytes);
  const facts = { ...summarise(hear(piece).outline), fingerprint: fingerprintOf(piece) };
  return { facts, texts: songTextsOf(piece) };
}

function summarise(
  { key, keyConfidence, tempoBpm, meter, bars, durationSeconds, sections, parts }: Outline,
): Omit<SongFacts, "fingerprint"> {
  return {
    hasDrums: parts.some(({ role }) => role === "drums"),
    durationSeconds: roundTo(durationSeconds, 3),
    tempoBpm: roundTo(tempoBpm, 2),
    key: keyName(key),
    analysis: {
      key,
      keyConfidence: roundTo(keyConfidence, 3),
      meter: { numerator: meter.numerator, denominator: meter.denominator },
      bars,
      sections: sections.map(({ label, startBar, bars }) => ({ label, startBar, bars })),
      roles: parts.map(({ role, program, notes }) => ({ role, program, notes: notes.length })),
    },
  };
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
