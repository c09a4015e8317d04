// What a MIDI file says of itself in words, as it stands there: nothing is tidied or trusted.

import type { Piece } from "../../music/midi/piece.ts";

/** Most texts of one file that are looked at. */
const MAX_SONG_TEXTS = 12;
/** Longer ones are cut: they are lyrics or letters, not names. */
const MAX_SONG_TEXT_LENGTH = 200;

/** The texts in which a title or an artist may stand. */
export type SongTexts = {
  /** Of the sequence; of the only track, where the sequence has none. Empty when there is none. */
  readonly name: string;
  readonly copyright: string;
  /** Of the conductor track, before the first note. */
  readonly texts: readonly string[];
};

/** Finds them in a piece. */
export function songTextsOf({ name, copyright, texts, tracks }: Piece): SongTexts {
  const onlyTrack = tracks.length === 1 ? tracks[0]!.name : "";
  const firstTicks = tracks.reduce(
    (first, { notes }) => Math.min(first, notes[0]?.startTicks ?? Infinity),
    Infinity,
  );
  return {
    name: cut(name ?? onlyTrack),
    copyright: cut(copyright ?? ""),
    texts: texts.filter(({ startTicks }) => startTicks <= firstTicks)
      .slice(0, MAX_SONG_TEXTS)
      .map(({ text }) => cut(text)),
  };
}

function cut(text: string): string {
  return text.slice(0, MAX_SONG_TEXT_LENGTH).toWellFormed();
}
