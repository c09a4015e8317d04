// The key that a song comes home to. Counting notes alone can mistake a neighbour for the key; a
// tonic that is hardly ever a chord gives way to the chord that the song keeps returning to.

import type { Analysis, Key } from "../../analyse/analysis.ts";
import { localKeys } from "./local_key.ts";
import { chordIntervals, modulo, scaleOf } from "../scale.ts";

/** A tonic heard less than this is doubted. */
const DOUBTED_SHARE = 0.1;
/** Another root has to be heard at least this much to be home. */
const HOME_SHARE = 0.3;

/** A song whose key is moved to its most frequent chord when its tonic is hardly heard. */
export function atHome(song: Analysis): Analysis {
  const { key, chords } = song;
  const keyAt = localKeys(song);
  const own = chords.filter(({ startStep }) => keyAt(startStep).tonic === key.tonic);
  const total = own.reduce((sum, { steps }) => sum + steps, 0);
  const shares = new Array<number>(12).fill(0);
  for (const { root, steps } of own) shares[root]! += steps / total;
  const home = shares.indexOf(Math.max(...shares));
  const isSure = shares[key.tonic]! >= DOUBTED_SHARE || shares[home]! < HOME_SHARE;
  if (total === 0 || isSure) return song;
  const { keyAreas: _, ...rest } = song;
  return { ...rest, key: { tonic: home, mode: modeAt(home, key, chords) } };
}

// The third decides: that of its chords, or that of the scale where they leave it open.
function modeAt(root: number, key: Key, chords: Analysis["chords"]): Key["mode"] {
  const isMinor = chords.some((chord) =>
    chord.root === root && chordIntervals(chord.quality)[1] === 3
  );
  const third = modulo(root + 3 - key.tonic, 12);
  return isMinor || scaleOf(key.mode).includes(third) ? "minor" : "major";
}
