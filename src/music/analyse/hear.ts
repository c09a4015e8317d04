// What a catalogue tells of a song: its beats if it was played without a click, metre, key, roles, form.

import type { Piece } from "../midi/piece.ts";
import { secondsAt } from "../midi/tempo_map.ts";
import { findAccents } from "./accents.ts";
import type { Analysis, PartNote } from "./analysis.ts";
import { type BarGrid, createBarGrid } from "./bar_grid.ts";
import { followBeat } from "./follow_beat.ts";
import { findKeys } from "./key.ts";
import { findMeter } from "./meter.ts";
import { pitchClassSteps } from "./pitch_classes.ts";
import { quantise } from "./quantise.ts";
import { splitRoles } from "./roles.ts";
import { findSections } from "./sections.ts";
import { typicalTempo } from "./tempo.ts";

/** An analysis without what is heard inside its bars. */
export type Outline = Omit<Analysis, "chords" | "phrases" | "lines">;

/** An outline with what was needed to find it. */
export type Hearing = {
  readonly outline: Outline & Required<Pick<Analysis, "keyAreas">>;
  readonly grid: BarGrid;
  /** The notes of all tracks but drums. */
  readonly pitched: readonly PartNote[];
};

/**
 * Hears what a piece is made of.
 * @throws {RangeError} when the piece has no notes.
 */
export function hear(file: Piece): Hearing {
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
    grid,
    pitched,
    outline: {
      key: keys.main,
      keyConfidence: keys.confidence,
      keyAreas: keys.areas,
      tempoBpm: typicalTempo(piece),
      meter,
      stepsPerBar,
      bars,
      durationSeconds: secondsAt(file.tempos, file.ticksPerQuarter)(file.durationTicks),
      sections: findSections(parts, grid),
      parts,
    },
  };
}
