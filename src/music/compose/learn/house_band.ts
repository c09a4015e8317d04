// A small tune of our own. It plays in the name of a song where no song with weight has the part,
// so that a piece made of three drum tracks still has chords, a bass and something to sing.

import type { Analysis, Chord, ChordQuality, PartNote } from "../../analyse/analysis.ts";

const STEPS_PER_BAR = 16;
const BARS = 8;

const MELODY = `64:4 67:4 69:6 67:2 64:8 60:4 62:4 65:4 64:2 65:2 69:8 67:12 r:4
  64:4 67:4 72:6 71:2 69:8 67:4 64:4 65:4 69:4 67:4 62:4 60:12 r:4`;
const BASS = `36:6 36:2 43:8 33:6 33:2 40:8 41:6 41:2 36:8 43:6 43:2 38:4 35:4
  36:6 36:2 43:8 33:6 33:2 40:8 41:8 43:8 36:12 r:4`;
const CHORDS = "C:maj:16 A:min:16 F:maj:16 G:7:16 C:maj:16 A:min:16 F:maj:8 G:7:8 C:maj:16";
const ROOTS: Readonly<Record<string, number>> = { C: 0, A: 9, F: 5, G: 7 };

/** The tune as a song like any other. */
export const HOUSE_SONG: Analysis = {
  key: { tonic: 0, mode: "major" },
  keyConfidence: 0,
  tempoBpm: 104,
  meter: { numerator: 4, denominator: 4 },
  stepsPerBar: STEPS_PER_BAR,
  bars: BARS,
  durationSeconds: BARS * 4 * 60 / 104,
  chords: readChords(),
  sections: [{ label: "A", startBar: 0, bars: BARS }],
  parts: [
    { role: "melody", program: 0, notes: readLine(MELODY) },
    { role: "bass", program: 32, notes: readLine(BASS) },
    { role: "chords", program: 0, notes: readChords().flatMap(strum) },
  ],
};

function readLine(line: string): PartNote[] {
  const notes: PartNote[] = [];
  let startStep = 0;
  for (const word of line.split(/\s+/)) {
    const [pitch, length] = word.split(":");
    const steps = Number(length);
    if (pitch !== "r") notes.push(note(startStep, steps, Number(pitch)));
    startStep += steps;
  }
  return notes;
}

function readChords(): Chord[] {
  let startStep = 0;
  return CHORDS.split(" ").map((word) => {
    const [root, quality, length] = word.split(":");
    const steps = Number(length);
    startStep += steps;
    return {
      startStep: startStep - steps,
      steps,
      root: ROOTS[root!]!,
      quality: quality as ChordQuality,
    };
  });
}

// Three tones on every beat but the first, which is the bass's.
function strum({ startStep, steps, root }: Chord): PartNote[] {
  const beats = Array.from({ length: steps / 4 }, (_, i) => startStep + 4 * i);
  return beats.flatMap((step) =>
    [48, 52, 55].map((pitch) => note(step, step % STEPS_PER_BAR === 0 ? 4 : 3, pitch + root))
  );
}

function note(startStep: number, steps: number, pitch: number): PartNote {
  return { startStep, steps, pitch, velocity: 80, offsetSteps: 0 };
}
