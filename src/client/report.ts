// What a composer tells of a blend; a test compares it with the schema that documents it.

import type { RoleWeights, Weights } from "./wire.ts";

type Shares = [number, number, number];
type Role = "melody" | "counter" | "chords" | "pad" | "bass" | "drums";
type SourceSong = { sha256: string; key: string; tempoBpm: number; bars: number };

/** What the embedded engine tells of a blend; shares are parts of 1, for the songs in their order. */
export type BlendReport = {
  /** Name and version. */
  engine: string;
  options: {
    temperature: number;
    creativity: number;
    lengthSeconds: number;
    seed: number;
    weights: Weights;
    key?: string | undefined;
    tempoBpm?: number | undefined;
    roleWeights?: RoleWeights | undefined;
  };
  key: string;
  tempoBpm: number;
  meter: string;
  form: string;
  bars: number;
  secondsPerBar: number;
  shares: Shares;
  roles: { role: Role; notes: number; shares: Shares }[];
  sections: {
    /** `intro`, `A`, `A'`, `outro`. */
    name: string;
    letter: string;
    startBar: number;
    bars: number;
    key: string;
    shares: Shares;
    /** From which song, 0–2, most notes of a role came. */
    leaders: { [role in Role]?: number };
  }[];
  /** Tokens, each an interval and the time to the next note, shared in a row with each song. */
  longestRuns: { bound: number; melody: Shares; bass: Shares };
  songs: [SourceSong, SourceSong, SourceSong];
};

/** The embedded engine's, or whatever another service tells. */
export type Report = BlendReport | { [name: string]: unknown };
