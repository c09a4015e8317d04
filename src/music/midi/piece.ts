// A MIDI file as data: what the reader gives and the writer takes. Times are in ticks.

/** One note of a track. */
export type Note = {
  readonly startTicks: number;
  readonly durationTicks: number;
  /** 0–127, 60 is middle C; on the drum channel a General MIDI percussion key. */
  readonly pitch: number;
  /** 1–127. */
  readonly velocity: number;
};

/** One instrument. Format-0 files are split, so a track has one channel and one program. */
export type Track = {
  readonly name: string;
  /** 0–15; 9 is the drum channel. */
  readonly channel: number;
  /** General MIDI program, 0–127. */
  readonly program: number;
  /** In order of `startTicks`, then `pitch`. */
  readonly notes: readonly Note[];
  /** Controller changes worth keeping (volume 7, pan 10, expression 11, sustain 64, reverb 91, chorus 93). */
  readonly controls?: readonly Control[];
};

export type Control = {
  readonly startTicks: number;
  readonly controller: number;
  readonly value: number;
};

export type Tempo = { readonly startTicks: number; readonly microsecondsPerQuarter: number };

export type Meter = {
  readonly startTicks: number;
  readonly numerator: number;
  /** A power of two: 4 is a quarter note. */
  readonly denominator: number;
};

export type TextEvent = { readonly startTicks: number; readonly text: string };

/** A whole MIDI file. */
export type Piece = {
  /** Of the sequence: how the conductor track is named, if it is. */
  readonly name?: string;
  readonly copyright?: string;
  readonly ticksPerQuarter: number;
  readonly tracks: readonly Track[];
  /** Sorted; the first stands at tick 0. */
  readonly tempos: readonly Tempo[];
  /** Sorted; the first stands at tick 0. */
  readonly meters: readonly Meter[];
  /** Text meta events of the conductor track. */
  readonly texts: readonly TextEvent[];
  /** The end-of-track tick, never before the last note's end. */
  readonly durationTicks: number;
};
