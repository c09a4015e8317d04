// Songs as they go over the wire.

/** A song as a client names it: `"Title - Artist"`, `"Title"`, or by its id. */
export type SongRequest = string | { songId: string };

export type SongRef = { songId: string; title: string; artist: string };

/** A song as searches show it; `score`, 0–1, says how well it fits. */
export type SongSummary = {
  songId: string;
  title: string;
  artist: string;
  durationSeconds: number;
  tempoBpm: number;
  key: string;
  hasDrums: boolean;
  license: string;
  score: number;
};

/** Which songs a search is for; what is left out bounds nothing. */
export type SongFilter = {
  /** Such as `"F# minor"` or `"Bb major"`. */
  key?: string | undefined;
  minTempoBpm?: number | undefined;
  maxTempoBpm?: number | undefined;
  minDurationSeconds?: number | undefined;
  maxDurationSeconds?: number | undefined;
  hasDrums?: boolean | undefined;
  /** As songs show it. */
  license?: string | undefined;
};

/** Songs, and where the next page begins: null on the last. */
export type SongPage = { songs: SongSummary[]; nextCursor: string | null };

/** A song with its analysis. */
export type Song = {
  songId: string;
  title: string;
  artist: string;
  durationSeconds: number;
  tempoBpm: number;
  key: string;
  hasDrums: boolean;
  license: string;
  sourceNote: string;
  createdAt: string;
  analysis: {
    key: { tonic: number; mode: "major" | "minor" };
    keyConfidence: number;
    meter: { numerator: number; denominator: number };
    bars: number;
    sections: { label: string; startBar: number; bars: number }[];
    roles: { role: string; program: number; notes: number }[];
  };
};
