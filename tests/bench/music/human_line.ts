import type { Song } from "./corpus.ts";
import type { Line } from "./line.ts";

/** What an analyst takes for the melody or the bass of a song. */
export function humanLine({ analysis }: Pick<Song, "analysis">, role: "melody" | "bass"): Line {
  const notes = analysis.parts.find((part) => part.role === role)?.notes ?? [];
  return notes.map(({ startStep, pitch }) => ({ step: startStep, pitch }));
}
