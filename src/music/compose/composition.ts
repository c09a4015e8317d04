// What composing takes and gives. Seconds count from the start of the piece.

import type { Analysis } from "../analyse/analysis.ts";
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
  readonly weights: readonly [number, number, number];
};

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

/** What was made and from what, for people and for making it again. */
export type ComposeReport = {
  readonly seed: number;
  readonly key: string;
  readonly tempoBpm: number;
  readonly meter: string;
  readonly form: string;
  readonly bars: number;
  /** Share of the notes that came from each song. */
  readonly shares: readonly [number, number, number];
};

export type Composition = { readonly piece: Piece; readonly report: ComposeReport };
