// The chords that are told apart, and how likely each pitch class is while one of them sounds.

import type { ChordQuality, Key } from "./analysis.ts";

/** Semitones above the root. */
export const CHORD_INTERVALS: Readonly<Record<ChordQuality, readonly number[]>> = {
  maj: [0, 4, 7],
  min: [0, 3, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  "7": [0, 4, 7, 10],
  maj7: [0, 4, 7, 11],
  m7: [0, 3, 7, 10],
  hdim: [0, 3, 6, 10],
};

export type ChordName = { readonly root: number; readonly quality: ChordQuality };

/** Every quality on every root, the roots of one quality in a row from C. */
export const ALL_CHORDS: readonly ChordName[] = (Object.keys(CHORD_INTERVALS) as ChordQuality[])
  .flatMap((quality) => Array.from({ length: 12 }, (_, root) => ({ root, quality })));

/** In nats: the rarer a kind of chord, the dearer. */
export const RARITY: Readonly<Record<ChordQuality, number>> = {
  maj: 0,
  min: 0,
  "7": 0.4,
  m7: 0.8,
  maj7: 1,
  dim: 1.2,
  hdim: 1.5,
  sus4: 2.2,
  sus2: 2.8,
  aug: 2.5,
};

/** What each tone of a chord outside the key's scale costs. */
const FOREIGN_TONE = 0.7;

const SCALES: Readonly<Record<Key["mode"], ReadonlySet<number>>> = {
  major: new Set([0, 2, 4, 5, 7, 9, 11]),
  // Natural minor with both its sevenths.
  minor: new Set([0, 2, 3, 5, 7, 8, 10, 11]),
};

/** What a change to a chord costs in a key beyond any change, in nats. */
export function strangeness({ root, quality }: ChordName, { tonic, mode }: Key): number {
  const foreign = CHORD_INTERVALS[quality].filter((interval) =>
    !SCALES[mode].has((root + interval - tonic + 12) % 12)
  );
  return RARITY[quality] + FOREIGN_TONE * foreign.length;
}

/** Of all that sounds, this share belongs to the chord. */
const CHORD_SHARE = 0.86;
/** Of the chord's share, by place in its intervals. */
const TONE_WEIGHTS = [1.1, 1, 0.8, 0.7];
/** A passing note is this many times likelier in the scale than outside it. */
const SCALE_PREFERENCE = 2.5;

/** The log-probability of each pitch class while a chord sounds in a key. */
export function toneLogs({ root, quality }: ChordName, { tonic, mode }: Key): Float64Array {
  const intervals = CHORD_INTERVALS[quality];
  const others = new Float64Array(12);
  for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
    const isInScale = SCALES[mode].has((pitchClass - tonic + 12) % 12);
    others[pitchClass] = isInScale ? SCALE_PREFERENCE : 1;
  }
  const tones = new Float64Array(12);
  intervals.forEach((interval, place) => {
    tones[(root + interval) % 12] = TONE_WEIGHTS[place]!;
    others[(root + interval) % 12] = 0;
  });
  const [toneSum, otherSum] = [sumOf(tones), sumOf(others)];
  return tones.map((tone, pitchClass) =>
    Math.log(CHORD_SHARE * tone / toneSum + (1 - CHORD_SHARE) * others[pitchClass]! / otherSum)
  );
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The log-probability of each interval of the bass above the root. */
export function bassLogs({ root, quality }: ChordName): number[] {
  const intervals = CHORD_INTERVALS[quality];
  return Array.from({ length: 12 }, (_, pitchClass) => {
    const place = intervals.indexOf((pitchClass - root + 12) % 12);
    return Math.log(place >= 0 ? BASS_SHARES[place]! : OTHER_BASS_SHARE);
  });
}

const BASS_SHARES = [0.6, 0.14, 0.11, 0.07];
const OTHER_BASS_SHARE = 0.01;
