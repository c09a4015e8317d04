// The chords of a song above the tonic, brought to the mode of the piece and rid of strangers.

import type { Analysis, Chord, ChordQuality, Key, Mode } from "../../analyse/analysis.ts";
import { tameChord, triadOf, triadOn } from "./chord_function.ts";
import { localKeys } from "./local_key.ts";
import { chordIntervals, type Harmony, modulo, scaleOf, spell } from "../scale.ts";

export type TimedHarmony = Harmony & { readonly step: number; readonly steps: number };

/** Chords of a song that are looked at. */
export const MAX_LEARNT_CHORDS = 2_000;

/** Reads the chords of a song in another mode; a chord without function prolongs the one before. */
export function chordsInMode(
  song: Analysis,
  mode: Mode,
  fitStep: (step: number) => number,
): TimedHarmony[] {
  const keyAt = localKeys(song);
  const spans: TimedHarmony[] = [];
  for (const chord of song.chords.slice(0, MAX_LEARNT_CHORDS)) {
    const step = fitStep(chord.startStep);
    const steps = fitStep(chord.startStep + chord.steps) - step;
    if (steps <= 0) continue;
    const harmony = tameChord(inMode(chord, keyAt(chord.startStep), mode), mode);
    const last = spans.at(-1);
    if (harmony) spans.push({ step, steps, ...harmony });
    else if (last) spans[spans.length - 1] = { ...last, steps: step + steps - last.step };
  }
  return spans;
}

// Diatonic chords stay diatonic, borrowed ones borrowed.
function inMode({ root, quality }: Chord, key: Key, mode: Mode): Harmony {
  const above = modulo(root - key.tonic, 12);
  if (mode === key.mode) return { root: above, quality };
  const { degree, alter } = spell(above, key.mode);
  const isDiatonic = alter === 0 &&
    (degree === 4 || triadOf(quality) === triadOn(degree, key.mode));
  const newRoot = modulo(scaleOf(mode)[degree]! + alter, 12);
  return { root: newRoot, quality: isDiatonic ? recolour(quality, degree, mode) : quality };
}

function recolour(quality: ChordQuality, degree: number, mode: Mode): ChordQuality {
  const triad = triadOn(degree, mode);
  if (chordIntervals(quality).length === 3) return triad;
  if (triad === "dim") return "hdim";
  if (triad === "min") return "m7";
  return degree === 4 ? "7" : "maj7";
}
