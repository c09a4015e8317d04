// Keys for people.

import type { Key } from "./analysis.ts";

/** `C major`, `F# minor`: the tonic spelt as the key is usually written. */
export function keyName({ tonic, mode }: Key): string {
  const names = mode === "major" ? MAJOR_TONICS : MINOR_TONICS;
  return `${names[tonic]} ${mode}`;
}

const MAJOR_TONICS = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
const MINOR_TONICS = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];
