// Lines of single notes, and what two of them can share: moves, whatever the key.

import { pitchedNotes, type Score, type ScoreNote } from "./score.ts";

export type Line = readonly Pick<ScoreNote, "step" | "pitch">[];

/** Semitones and sixteenths from one note to the next. */
export type Move = { readonly interval: number; readonly gap: number };

/** The highest or the lowest of the notes that start together. */
export function outerLine(notes: readonly ScoreNote[], side: "highest" | "lowest"): Line {
  const byStep = new Map<number, ScoreNote>();
  for (const note of notes) {
    const other = byStep.get(note.step);
    const isOuter = !other || (side === "highest") === (note.pitch > other.pitch);
    if (isOuter) byStep.set(note.step, note);
  }
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}

/** Every line somebody could call a tune of the piece: both edges of each track and of the whole. */
export function allLines(score: Score): Line[] {
  const voices = score.tracks.filter(({ isDrums }) => !isDrums).map(({ notes }) => notes);
  return [...voices, pitchedNotes(score)].flatMap((notes) => [
    outerLine(notes, "highest"),
    outerLine(notes, "lowest"),
  ]);
}

/** The moves of a line, one fewer than its notes. */
export function movesOf(line: Line): Move[] {
  return line.slice(1).map(({ step, pitch }, index) => ({
    interval: pitch - line[index]!.pitch,
    gap: step - line[index]!.step,
  }));
}
