import { writeMidi } from "../../music/midi/write_midi.ts";
import { arrangeScore } from "../../music/notation/arrange_score.ts";
import { parseScore } from "../../music/notation/parse_score.ts";
import type { SongToImport } from "../import/import_song.ts";

/**
 * Plays a score into a MIDI file, which takes up to some 50 ms.
 * @throws {SyntaxError} with the line, when the text is no score.
 */
export function playScore(text: string): SongToImport {
  const score = parseScore(text);
  return {
    title: score.title,
    artist: score.artist,
    license: score.license,
    sourceNote: score.source,
    bytes: writeMidi(arrangeScore(score)),
  };
}
