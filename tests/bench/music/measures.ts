// What the bench measures of a piece, ours or a human one. Medians and bands of the two bigger
// human corpora (111 and 101 pieces) are the project's own measurements; where there is none the
// songs at hand are measured.

import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Kind } from "./corpus.ts";
import type { Line } from "./line.ts";
import { chordToneShare, clashShare, rangeOf, shareOfMoves } from "./melody_measures.ts";
import { barEntropy, pitchClassEntropy, scaleConsistency } from "./pitch_measures.ts";
import { barRepeat, phraseRepeat } from "./repeat_measures.ts";
import {
  emptyBeatRate,
  grooveConsistency,
  grooveSimilarity,
  notesPerBeat,
  polyphony,
} from "./rhythm_measures.ts";
import { pitchedNotes, type Score } from "./score.ts";

export type Measured = {
  readonly score: Score;
  readonly melody: Line;
  readonly analysis: Analysis;
};

export type Band = readonly [low: number, high: number];

export type Measure = {
  readonly name: string;
  readonly of: (measured: Measured) => number;
  /** Measured before on more songs than are at hand. */
  readonly known?: Readonly<Record<Kind, { readonly median: number; readonly band?: Band }>>;
};

export const MEASURES: readonly Measure[] = [
  {
    name: "pitch-class entropy",
    of: ({ score }) => pitchClassEntropy(pitchedNotes(score)),
    known: {
      rock: { median: 2.75, band: [2.36, 3.16] },
      chamber: { median: 2.91, band: [2.46, 3.31] },
    },
  },
  {
    name: "H1, entropy in a bar",
    of: ({ score }) => barEntropy(score, 1),
    known: { rock: { median: 1.72 }, chamber: { median: 2.15 } },
  },
  {
    name: "H4, entropy in 4 bars",
    of: ({ score }) => barEntropy(score, 4),
    known: { rock: { median: 2.39 }, chamber: { median: 2.69 } },
  },
  {
    name: "scale consistency",
    of: ({ score }) => scaleConsistency(pitchedNotes(score)),
    known: {
      rock: { median: 0.95, band: [0.81, 1] },
      chamber: { median: 0.95, band: [0.82, 1] },
    },
  },
  {
    name: "groove consistency",
    of: ({ score }) => grooveConsistency(score),
    known: {
      rock: { median: 0.95, band: [0.82, 1] },
      chamber: { median: 0.88, band: [0.73, 0.96] },
    },
  },
  {
    name: "GS, groove of all bars",
    of: ({ score }) => grooveSimilarity(score),
    known: { rock: { median: 0.87 }, chamber: { median: 0.85 } },
  },
  {
    name: "empty-beat rate",
    of: ({ score }) => emptyBeatRate(score),
    known: { rock: { median: 0, band: [0, 0.04] }, chamber: { median: 0, band: [0, 0.08] } },
  },
  {
    name: "polyphony",
    of: ({ score }) => polyphony(pitchedNotes(score)),
    known: { rock: { median: 1 }, chamber: { median: 0.99 } },
  },
  {
    name: "notes per beat",
    of: ({ score }) => notesPerBeat(score),
    known: { rock: { median: 7.6, band: [2.7, 17] }, chamber: { median: 4, band: [1.4, 8] } },
  },
  {
    name: "bar repeat",
    of: ({ score }) => barRepeat(score),
    known: {
      rock: { median: 0.58, band: [0.02, 0.91] },
      chamber: { median: 0.2, band: [0, 0.63] },
    },
  },
  {
    name: "4-bar repeat",
    of: ({ score }) => phraseRepeat(score),
    known: { rock: { median: 0.67 }, chamber: { median: 0.14 } },
  },
  {
    name: "melody steps",
    of: ({ melody }) => shareOfMoves(melody).steps,
    known: { rock: { median: 0.31 }, chamber: { median: 0.48 } },
  },
  {
    name: "melody leaps > 7",
    of: ({ melody }) => shareOfMoves(melody).leaps,
    known: { rock: { median: 0.04 }, chamber: { median: 0.03 } },
  },
  {
    name: "melody repeats",
    of: ({ melody }) => shareOfMoves(melody).repeats,
    known: { rock: { median: 0.1 }, chamber: { median: 0.15 } },
  },
  {
    name: "melody range",
    of: ({ melody }) => rangeOf(melody),
    known: { rock: { median: 20 }, chamber: { median: 17 } },
  },
  {
    name: "chord tones on strong beats",
    of: ({ melody, analysis }) => chordToneShare(melody, analysis),
  },
  { name: "melody a semitone off", of: ({ analysis }) => clashShare(analysis) },
  {
    name: "distinct chords",
    of: ({ analysis: { chords } }) =>
      new Set(chords.map(({ root, quality }) => `${root} ${quality}`)).size,
  },
];
