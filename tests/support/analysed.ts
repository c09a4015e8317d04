// The steps of an analysis that others build on, taken alone.

import { findAccents } from "../../src/music/analyse/accents.ts";
import type { ChordQuality, Part, Role } from "../../src/music/analyse/analysis.ts";
import { analyse } from "../../src/music/analyse/analyse.ts";
import { type BarGrid, createBarGrid } from "../../src/music/analyse/bar_grid.ts";
import { findMeter } from "../../src/music/analyse/meter.ts";
import type { Piece } from "../../src/music/midi/piece.ts";

/** The bars of a piece, its meter found first. */
export function gridOf(piece: Piece): BarGrid {
  return createBarGrid(piece, findMeter(piece, findAccents(piece)));
}

/** The part of one role; empty when there is none. */
export function partOf(piece: Piece, role: Role): Part {
  return analyse(piece).parts.find((part) => part.role === role) ?? { role, program: 0, notes: [] };
}

/** The pitches of one role, in order. */
export function pitchesOf(piece: Piece, role: Role): number[] {
  return partOf(piece, role).notes.map(({ pitch }) => pitch);
}

const NAMES = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];
const SUFFIXES: Partial<Record<ChordQuality, string>> = { maj: "", min: "m" };

/** The chords of a piece as `step:name`. */
export function chordNamesOf(piece: Piece): string[] {
  return analyse(piece).chords.map(({ startStep, root, quality }) =>
    `${startStep}:${NAMES[root]}${SUFFIXES[quality] ?? quality}`
  );
}

/** The form of a piece as letters with their lengths in bars. */
export function formOf(piece: Piece): string {
  return analyse(piece).sections.map(({ label, bars }) => `${label}${bars}`).join(" ");
}
