// What a MIDI file may cost. Real files stay far below; a hostile one is refused while it is read.

/** The most a MIDI file may hold. */
export type MidiLimits = {
  readonly maxBytes: number;
  /** Tracks with notes, after splitting by channel and program. */
  readonly maxTracks: number;
  readonly maxEvents: number;
  readonly maxNotes: number;
  readonly maxSeconds: number;
};

/** For files that people bring into the catalogue. */
export const CATALOGUE_MIDI_LIMITS: MidiLimits = {
  maxBytes: 2 * 1024 * 1024,
  maxTracks: 128,
  maxEvents: 500_000,
  maxNotes: 100_000,
  maxSeconds: 3 * 60 * 60,
};

/** For what an ML service answers. */
export const ML_MIDI_LIMITS: MidiLimits = {
  maxBytes: 1024 * 1024,
  maxTracks: 64,
  maxEvents: 200_000,
  maxNotes: 100_000,
  maxSeconds: 30 * 60,
};
