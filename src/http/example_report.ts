import type { BlendReport } from "../jobs/report.ts";

/** What the embedded engine might tell of the example job. */
export const EXAMPLE_REPORT: BlendReport = {
  engine: "orpheus 0.2",
  options: { temperature: 0.8, creativity: 0.7, lengthSeconds: 60, seed: 7, weights: [1, 1, 1] },
  key: "A minor",
  tempoBpm: 104.35,
  meter: "4/4",
  form: "intro A A' B A'' outro",
  bars: 26,
  secondsPerBar: 2.3,
  shares: [0.42, 0.31, 0.27],
  roles: [
    { role: "melody", notes: 148, shares: [0.08, 0.11, 0.81] },
    { role: "chords", notes: 236, shares: [0.87, 0.08, 0.05] },
    { role: "bass", notes: 121, shares: [0.12, 0.84, 0.04] },
    { role: "drums", notes: 204, shares: [0.22, 0.7, 0.08] },
  ],
  sections: [
    {
      name: "intro",
      letter: "A",
      startBar: 0,
      bars: 2,
      key: "A minor",
      shares: [0.8, 0.2, 0],
      leaders: { chords: 0, bass: 1 },
    },
    {
      name: "A",
      letter: "A",
      startBar: 2,
      bars: 4,
      key: "A minor",
      shares: [0.4, 0.3, 0.3],
      leaders: { melody: 2, chords: 0, bass: 1, drums: 1 },
    },
  ],
  longestRuns: { bound: 7, melody: [3, 4, 6], bass: [5, 3, 2] },
  songs: [
    {
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      key: "C major",
      tempoBpm: 100,
      bars: 88,
    },
    {
      sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
      key: "A minor",
      tempoBpm: 90,
      bars: 32,
    },
    {
      sha256: "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
      key: "E minor",
      tempoBpm: 140,
      bars: 24,
    },
  ],
};
