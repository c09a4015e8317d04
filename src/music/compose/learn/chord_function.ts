// Which chords make sense in a key: the diatonic ones, and those that music keeps borrowing.

import type { ChordQuality, Mode } from "../../analyse/analysis.ts";
import { chordClasses, chordIntervals, type Harmony, modulo, scaleOf } from "../scale.ts";

type Triad = "maj" | "min" | "dim";

/** Semitones above the tonic and triad: secondary dominants, chords of the parallel mode. */
const BORROWED: Readonly<Record<Mode, readonly string[]>> = {
  major: ["10:maj", "3:maj", "8:maj", "5:min", "7:min", "2:maj", "4:maj", "9:maj"],
  minor: ["5:maj", "2:min", "7:min", "1:maj", "11:dim"],
};

/** Roots on which a dominant seventh may leave the scale. */
const SECONDARY_DOMINANTS: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 9],
  minor: [0, 2],
};

/** The chord as the key understands it; undefined when it understands nothing. */
export function tameChord({ root, quality }: Harmony, mode: Mode): Harmony | undefined {
  const degree = scaleOf(mode).indexOf(root);
  const triad = triadOf(quality);
  const isBorrowed = BORROWED[mode].includes(`${root}:${triad}`);
  if (degree < 0) {
    if (mode === "minor" && root === 11) return { root, quality: "dim" };
    return isBorrowed ? { root, quality: triad } : undefined;
  }
  if (triad !== triadOn(degree, mode) && !isBorrowed) {
    return { root, quality: triadOn(degree, mode) };
  }
  return { root, quality: isSeventhFit({ root, quality }, mode) ? quality : triad };
}

/** The triad a mode builds on a degree; the fifth degree is always a dominant. */
export function triadOn(degree: number, mode: Mode): Triad {
  if (degree === 4) return "maj";
  const scale = scaleOf(mode);
  const above = (steps: number) => modulo(scale[(degree + steps) % 7]! - scale[degree]!, 12);
  if (above(2) === 4) return "maj";
  return above(4) === 6 ? "dim" : "min";
}

/** The triad nearest to a chord. */
export function triadOf(quality: ChordQuality): Triad {
  const [, third, fifth] = chordIntervals(quality);
  if (third === 3) return fifth === 6 ? "dim" : "min";
  return "maj";
}

function isSeventhFit({ root, quality }: Harmony, mode: Mode): boolean {
  if (chordIntervals(quality).length === 3) return quality === triadOf(quality);
  if (quality === "7" && SECONDARY_DOMINANTS[mode].includes(root)) return true;
  return scaleOf(mode).includes(chordClasses({ root, quality }).at(-1)!);
}
