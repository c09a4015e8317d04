// What composing takes and gives. Seconds count from the start of the piece.

import type { Analysis, Key } from "../analyse/analysis.ts";
import type { Piece } from "../midi/piece.ts";

/** The songs to blend: harmony and form lead from the first, groove from the second, melody from the third. */
export type Sources = readonly [Analysis, Analysis, Analysis];

export type ComposeOptions = {
  /** 0.1–2; above 1 the unlikely grows likelier. */
  readonly temperature: number;
  /** 0–1; 0 stays near the songs, 1 strays far. */
  readonly creativity: number;
  /** 15–300; the piece lasts exactly this long. */
  readonly lengthSeconds: number;
  /** 0–4294967295; same sources, options and seed give the same piece. */
  readonly seed: number;
  /** How much each song matters, ≥ 0, not all 0. */
  readonly weights: Weights;
  /** @default one near the keys of the songs, in the mode of the one that leads the harmony */
  readonly key?: Key;
  /** Quarters a minute, 40–240; the piece then lasts as asked within a bar. @default near the songs' */
  readonly tempoBpm?: number;
  /** How much each song matters in a role, times its weight. @default each role has its leader */
  readonly roleWeights?: Readonly<Partial<Record<WeighedRole, Weights>>>;
};

/** A number ≥ 0 for each song. */
export type Weights = readonly [number, number, number];

/** What can be weighed by itself: chords and how they are struck, the drums, the two lines. */
export type WeighedRole = "harmony" | "groove" | "bass" | "melody";

/** Which song a note came from. */
export type Source = 0 | 1 | 2;

/** `[startSeconds, durationSeconds, pitch, velocity, track, source]`. */
export type BarNote = readonly [number, number, number, number, number, Source];

/** One or more bars, ready to be shown and heard. */
export type ComposedBars = {
  readonly startBar: number;
  readonly bars: number;
  readonly secondsPerBar: number;
  /** Sent with the first bars: one entry per MIDI track, in order. */
  readonly tracks?: readonly ComposedTrack[];
  readonly notes: readonly BarNote[];
};

export type ComposedTrack = {
  readonly name: string;
  readonly role: string;
  readonly program: number;
  readonly isDrums: boolean;
};

/** What was made and from what, for people, for proof and for making it again. */
export type ComposeReport = {
  /** Name and version: with it, the songs and the options the same piece is made again. */
  readonly engine: string;
  /** As they were asked for, the key by its name. */
  readonly options: Omit<ComposeOptions, "key"> & { readonly key?: string };
  readonly key: string;
  readonly tempoBpm: number;
  readonly meter: string;
  readonly form: string;
  readonly bars: number;
  readonly secondsPerBar: number;
  /** Share of all notes that came from each song. */
  readonly shares: Shares;
  readonly roles: readonly RoleReport[];
  readonly sections: readonly SectionReport[];
  readonly longestRuns: LongestRuns;
};

/** Shares of the three songs: they sum to 1, or are all 0 where nobody plays. */
export type Shares = readonly [number, number, number];

export type RoleReport = {
  /** `melody`, `counter`, `chords`, `pad`, `bass` or `drums`. */
  readonly role: string;
  readonly notes: number;
  readonly shares: Shares;
};

export type SectionReport = {
  /** `intro`, `A`, `A'`, `outro`. */
  readonly name: string;
  readonly letter: string;
  readonly startBar: number;
  readonly bars: number;
  readonly key: string;
  readonly shares: Shares;
  /** The song most of a role's notes came from. */
  readonly leaders: Readonly<Record<string, Source>>;
};

/** Tokens (interval, inter-onset time) of the longest run that a line shares with each song. */
export type LongestRuns = {
  /** No run may be longer. */
  readonly bound: number;
  readonly melody: readonly [number, number, number];
  readonly bass: readonly [number, number, number];
};

export type Composition = { readonly piece: Piece; readonly report: ComposeReport };
