// One voice out of many: at any time at most one note sounds.

import type { PartNote } from "./analysis.ts";

/** Which of the notes that start together leads. */
export type Lead = "highest" | "lowest";

/** A leading note that still sounds this long is not interrupted by a lesser one. */
const MIN_REMAINING_STEPS = 2;

/** The highest, or lowest, line through notes sorted by start; its notes are cut where the next one starts. */
export function monophonic(notes: readonly PartNote[], lead: Lead): PartNote[] {
  const line: PartNote[] = [];
  for (const group of startingTogether(notes)) {
    const next = lead === "highest" ? group.at(-1)! : group[0]!;
    const last = line.at(-1);
    if (!last || !isCovered(next, last, lead)) {
      if (last) line[line.length - 1] = cutAt(last, next.startStep);
      line.push(next);
    }
  }
  return line;
}

/** Groups of notes with one start, each in order of pitch. */
export function startingTogether(notes: readonly PartNote[]): PartNote[][] {
  const groups: PartNote[][] = [];
  for (const note of notes) {
    const last = groups.at(-1);
    if (last && last[0]!.startStep === note.startStep) last.push(note);
    else groups.push([note]);
  }
  return groups;
}

function isCovered(next: PartNote, last: PartNote, lead: Lead): boolean {
  const isLesser = lead === "highest" ? next.pitch < last.pitch : next.pitch > last.pitch;
  return isLesser && last.startStep + last.steps - next.startStep >= MIN_REMAINING_STEPS;
}

function cutAt(note: PartNote, step: number): PartNote {
  return note.startStep + note.steps <= step ? note : { ...note, steps: step - note.startStep };
}
