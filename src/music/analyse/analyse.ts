// From a MIDI file to what the composer knows of a song.

import type { Piece } from "../midi/piece.ts";
import { secondsAt } from "../midi/tempo_map.ts";
import { findAccents } from "./accents.ts";
import type { Analysis, Part, PartNote } from "./analysis.ts";
import { createBarGrid } from "./bar_grid.ts";
import { findChords } from "./chords.ts";
import { followBeat } from "./follow_beat.ts";
import { findKeys } from "./key.ts";
import { findMeter } from "./meter.ts";
import { findPhrases } from "./phrases.ts";
import { pitchClassSteps } from "./pitch_classes.ts";
import { quantise } from "./quantise.ts";
import { splitRoles } from "./roles.ts";
import { findSections } from "./sections.ts";
import { typicalTempo } from "./tempo.ts";

/**
 * Analyses a piece: beats if it was played without a click, metre, key, roles, chords, form.
 * @throws {RangeError} when the piece has no notes.
 */
export function analyse(file: Piece): Analysis {
  if (file.tracks.every(({ notes }) => notes.length === 0)) {
    throw new RangeError("Cannot analyse a piece without notes");
  }
  const piece = followBeat(file);
  const grid = createBarGrid(piece, findMeter(piece, findAccents(piece)));
  const { meter, stepsPerBar, bars } = grid;
  const tracks = quantise(piece, grid);
  const pitched = tracks.filter(({ isDrums }) => !isDrums).flatMap(({ notes }) => notes);
  const perBar = { count: bars, stepsPerSpan: stepsPerBar };
  const keys = findKeys(pitchClassSteps(pitched, perBar), stepsPerBar);
  const parts = splitRoles(tracks, grid);
  return {
    key: keys.main,
    keyConfidence: keys.confidence,
    keyAreas: keys.areas,
    tempoBpm: typicalTempo(piece),
    meter,
    stepsPerBar,
    bars,
    durationSeconds: secondsAt(file.tempos, file.ticksPerQuarter)(file.durationTicks),
    chords: findChords([...pitched, ...harmonyNotes(parts)], grid, keys.areas),
    sections: findSections(parts, grid),
    phrases: findPhrases(parts.find(({ role }) => role === "melody")?.notes ?? [], grid),
    parts,
  };
}

/** The parts that carry the harmony; counted once more, they outweigh the melody's passing notes. */
function harmonyNotes(parts: readonly Part[]): PartNote[] {
  return parts.filter(({ role }) => role === "bass" || role === "chords" || role === "pad")
    .flatMap(({ notes }) => notes);
}
