// What the composer knows of a song. Times are in steps of a sixteenth note from the first bar.

import type { Meter } from "../midi/piece.ts";

export type Mode = "major" | "minor";

export type Key = {
  /** Pitch class, 0 is C. */
  readonly tonic: number;
  readonly mode: Mode;
};

/** A stretch of bars in one key. */
export type KeyArea = {
  readonly key: Key;
  readonly startBar: number;
  readonly bars: number;
};

export type ChordQuality =
  | "maj"
  | "min"
  | "dim"
  | "aug"
  | "sus2"
  | "sus4"
  | "7"
  | "maj7"
  | "m7"
  | "hdim";

export type Chord = {
  readonly startStep: number;
  readonly steps: number;
  /** Pitch class of the root, 0 is C. */
  readonly root: number;
  readonly quality: ChordQuality;
};

export type Section = {
  /** Sections with one label sound alike: `A`, `B`, … */
  readonly label: string;
  readonly startBar: number;
  readonly bars: number;
};

/** What is sung in one breath. */
export type Phrase = {
  readonly startStep: number;
  /** To the end of its last note. */
  readonly steps: number;
};

export type Role = "melody" | "bass" | "chords" | "pad" | "drums";

export type PartNote = {
  readonly startStep: number;
  /** At least 1. */
  readonly steps: number;
  readonly pitch: number;
  readonly velocity: number;
  /** How far the player was off the grid, in steps, -0.5 to 0.5. */
  readonly offsetSteps: number;
};

/** The notes that play one role; a piano piece is split into melody, chords and bass. */
export type Part = {
  readonly role: Role;
  /** General MIDI program of the track most of the notes came from. */
  readonly program: number;
  /** In order of `startStep`, then `pitch`. A melody or bass sounds one note at a time. */
  readonly notes: readonly PartNote[];
};

/** A line of single notes, in sixteenths of the file. */
export type OuterLine = readonly { readonly step: number; readonly pitch: number }[];

/** A song as the composer sees it. */
export type Analysis = {
  readonly key: Key;
  /** 0–1, how clearly the key stands out. */
  readonly keyConfidence: number;
  /** The keys the song moves through: cover all bars; `key` is the one of most bars. */
  readonly keyAreas?: readonly KeyArea[];
  /** Quarters a minute, whatever the meter's beat. */
  readonly tempoBpm: number;
  readonly meter: Pick<Meter, "numerator" | "denominator">;
  readonly stepsPerBar: number;
  /** At most 400; what follows in the file is not analysed. */
  readonly bars: number;
  /** Of the whole file. */
  readonly durationSeconds: number;
  /** Cover the song without gap; empty for a song of drums alone. */
  readonly chords: readonly Chord[];
  readonly sections: readonly Section[];
  /** Of the melody, in order; they share no note. */
  readonly phrases?: readonly Phrase[];
  /** At most one part per role. */
  readonly parts: readonly Part[];
  /** Lines of the file that a listener could recognise. @default those of the parts */
  readonly lines?: readonly OuterLine[];
};
