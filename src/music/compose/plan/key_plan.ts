// Which keys the piece goes through: home at its ends, and away where the song that leads the form
// goes away, as far as that is near.

import type { Analysis } from "../../analyse/analysis.ts";
import type { Knobs } from "./knobs.ts";
import { localKeys } from "../learn/local_key.ts";
import type { Random } from "../random.ts";
import { modulo } from "../scale.ts";

/** Semitones above the home key for each letter; `A` is home. */
export type KeyPlan = Readonly<Record<string, number>>;

/** Keys that share most of their notes with home, or are reached by many songs. */
const NEAR = [5, 7, 2, 10, 3, 9];
/** A song is in a key for this share of its bars at least, or only passes through it. */
const MIN_SHARE = 0.08;
const AWAY = ["B", "C", "D"];
const SUBDOMINANT = 5;

/** Gives the contrasting letters the keys of a song; where it never leaves home, one may still. */
export function planKeys(song: Analysis, knobs: Pick<Knobs, "variation">, random: Random): KeyPlan {
  const shifts = shiftsOf(song);
  if (shifts.length === 0) {
    return random.chance(knobs.variation) ? { C: SUBDOMINANT } : {};
  }
  return Object.fromEntries(
    AWAY.map((letter, i) => [letter, shifts[i % (shifts.length + 1)] ?? 0]),
  );
}

/** How many semitones the key of one letter lies above that of another. */
export function shiftBetween(plan: KeyPlan, from: string, to: string): number {
  return modulo((plan[to] ?? 0) - (plan[from] ?? 0), 12);
}

/** The same in the key of a letter. */
export function inKeyOf<T extends { readonly tonic: number; readonly keyPlan: KeyPlan }>(
  home: T,
  letter: string,
): T {
  return { ...home, tonic: modulo(home.tonic + (home.keyPlan[letter] ?? 0), 12) };
}

/** How far a song goes from home, the longest stay first. */
function shiftsOf(song: Analysis): number[] {
  const keyAt = localKeys(song);
  const stays = new Map<number, number>();
  for (const { startBar, bars } of song.keyAreas ?? []) {
    const shift = modulo(keyAt(startBar * song.stepsPerBar).tonic - song.key.tonic, 12);
    stays.set(shift, (stays.get(shift) ?? 0) + bars);
  }
  return [...stays].filter(([shift, bars]) => NEAR.includes(shift) && bars >= MIN_SHARE * song.bars)
    .sort(([, a], [, b]) => b - a).map(([shift]) => shift);
}
