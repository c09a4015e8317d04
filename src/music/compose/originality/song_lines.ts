// The lines of a song that a listener could recognise: those of its file, and its parts as analysed.

import type { Analysis, PartNote } from "../../analyse/analysis.ts";
import type { Sounding } from "./line_tokens.ts";

/** Lines of single notes, at the song's own sixteenths and those of its file. */
export function songLines({ parts, lines }: Analysis): (readonly Sounding[])[] {
  const pitched = parts.filter(({ role }) => role !== "drums")
    .flatMap(({ notes }) => [edgeOf(notes, "top"), edgeOf(notes, "bottom")]);
  return [...pitched, ...lines ?? []];
}

// Notes come in order of start, then of pitch: of those that start together the last is the top.
function edgeOf(notes: readonly PartNote[], edge: "top" | "bottom"): Sounding[] {
  const line: Sounding[] = [];
  for (const { startStep, pitch } of notes) {
    const isNew = line.at(-1)?.step !== startStep;
    if (isNew) line.push({ step: startStep, pitch });
    else if (edge === "top") line[line.length - 1] = { step: startStep, pitch };
  }
  return line;
}
