// The lines of a song that a listener could recognise: its melody and bass as analysed, and what
// lies on top and at the bottom of the other parts and of everything together.

import type { Analysis, PartNote } from "../analyse/analysis.ts";
import type { Sounding } from "./line_tokens.ts";

/** Notes of one line that are compared; a longer one is cut. */
export const MAX_LINE_NOTES = 4_000;

/** Lines of single notes, at the song's own sixteenths. */
export function songLines({ parts }: Analysis): Sounding[][] {
  const pitched = parts.filter(({ role }) => role !== "drums").map(({ notes }) => notes);
  const all = pitched.flat().sort((a, b) => a.startStep - b.startStep || a.pitch - b.pitch);
  return [...pitched, all].flatMap((notes) => {
    const [top, bottom] = [edgeOf(notes, "top"), edgeOf(notes, "bottom")];
    return isSame(top, bottom) ? [top] : [top, bottom];
  });
}

// Notes come in order of start, then of pitch: of those that start together the last is the top.
function edgeOf(notes: readonly PartNote[], edge: "top" | "bottom"): Sounding[] {
  const line: Sounding[] = [];
  for (const { startStep, pitch } of notes) {
    const isNew = line.at(-1)?.step !== startStep;
    if (isNew && line.length === MAX_LINE_NOTES) break;
    if (isNew) line.push({ step: startStep, pitch });
    else if (edge === "top") line[line.length - 1] = { step: startStep, pitch };
  }
  return line;
}

function isSame(a: readonly Sounding[], b: readonly Sounding[]): boolean {
  return a.every(({ pitch }, i) => pitch === b[i]!.pitch);
}
