// A song of eight bars spelt by hand, as the analysis would describe it: every part is known.

import type {
  Analysis,
  Chord,
  ChordQuality,
  Part,
  PartNote,
  Role,
  Section,
} from "../../src/music/analyse/analysis.ts";

const TUNE = `64:4 67:4 72:8 71:4 69:4 67:8 65:6 67:2 69:8 67:12 r:4
  64:4 67:4 72:4 74:4 76:8 72:8 74:4 71:4 67:8 72:12 r:4`;
const BASS = `36:6 36:2 43:8 36:6 36:2 43:8 41:6 41:2 48:8 43:6 43:2 38:8
  36:6 36:2 43:8 33:6 33:2 40:8 31:6 31:2 38:8 36:6 36:2 43:8`;
const CHORDS = "0:maj 0:maj 5:maj 7:maj 0:maj 9:min 7:7 0:maj";

/** Notes one after the other as `pitch:steps`; `r` is a rest. */
export function spellLine(words: string, startStep = 0): PartNote[] {
  let step = startStep;
  return words.split(/\s+/).flatMap((word) => {
    const [pitch, length] = word.split(":");
    const steps = Number(length);
    step += steps;
    return pitch === "r" ? [] : [noteAt(step - steps, steps, Number(pitch))];
  });
}

/** One chord a bar as `root:quality`. */
export function spellChords(words: string, stepsPerBar = 16): Chord[] {
  return words.split(/\s+/).map((word, bar) => {
    const [root, quality] = word.split(":");
    return {
      startStep: bar * stepsPerBar,
      steps: stepsPerBar,
      root: Number(root),
      quality: quality as ChordQuality,
    };
  });
}

/** Sections in a row, as `A8 B4`. */
export function spellSections(form: string): Section[] {
  let startBar = 0;
  return form.split(" ").map((word) => {
    const bars = Number(word.slice(1));
    startBar += bars;
    return { label: word[0]!, startBar: startBar - bars, bars };
  });
}

/** The pitches struck together at each step, in every one of `bars` bars. */
export function everyBar(
  hits: Readonly<Record<number, readonly number[]>>,
  bars: number,
  { steps = 2, stepsPerBar = 16, velocity = 80 } = {},
): PartNote[] {
  return Array.from(
    { length: bars },
    (_, bar) =>
      Object.entries(hits).flatMap(([step, pitches]) =>
        pitches.map((pitch) => ({
          ...noteAt(bar * stepsPerBar + Number(step), steps, pitch),
          velocity,
        }))
      ),
  ).flat();
}

/** A part of a role. */
export function partOf(role: Role, program: number, notes: readonly PartNote[]): Part {
  return { role, program, notes };
}

const ROCK = {
  0: [36, 42],
  2: [42],
  4: [38, 42],
  6: [42],
  8: [36, 42],
  10: [42],
  12: [38, 42],
  14: [42],
};

/** Four-four in C major with every part but a pad; what is given replaces it. */
export function bandSong(changes: Partial<Analysis> = {}): Analysis {
  return {
    key: { tonic: 0, mode: "major" },
    keyConfidence: 0.9,
    tempoBpm: 112,
    meter: { numerator: 4, denominator: 4 },
    stepsPerBar: 16,
    bars: 8,
    durationSeconds: 8 * 4 * 60 / 112,
    chords: spellChords(CHORDS),
    sections: spellSections("A4 B4"),
    parts: [
      partOf("melody", 73, spellLine(TUNE)),
      partOf("bass", 33, spellLine(BASS)),
      partOf("chords", 24, everyBar({ 4: [55, 60, 64], 12: [55, 60, 64] }, 8, { steps: 3 })),
      partOf("drums", 0, everyBar(ROCK, 8, { steps: 1 })),
    ],
    ...changes,
  };
}

/** The song without some of its parts. */
export function without(song: Analysis, ...roles: readonly Role[]): Analysis {
  return { ...song, parts: song.parts.filter(({ role }) => !roles.includes(role)) };
}

/** A song of drums alone. */
export function drumsAlone(): Analysis {
  return {
    ...without(bandSong(), "melody", "bass", "chords"),
    chords: [],
    keyConfidence: 0,
  };
}

/** A song of a single note. */
export function oneNote(): Analysis {
  return bandSong({
    bars: 1,
    chords: spellChords("0:maj"),
    sections: spellSections("A1"),
    parts: [partOf("melody", 0, [noteAt(0, 4, 60)])],
  });
}

function noteAt(startStep: number, steps: number, pitch: number): PartNote {
  return { startStep, steps, pitch, velocity: 80, offsetSteps: 0 };
}
