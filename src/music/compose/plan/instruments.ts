// General MIDI programs: what each can play, and which of the songs' programs play the parts.

import type { Role } from "../../analyse/analysis.ts";
import type { Blend } from "./blend.ts";
import type { Shares } from "../composition.ts";
import type { Material } from "../learn/material.ts";

export type PartName = "melody" | "counter" | "chords" | "pad" | "bass" | "drums";

export type PitchRange = { readonly lowest: number; readonly highest: number };

export type Instruments = Readonly<Record<PartName, number>>;

const STANDARD_KIT = 0;
/** Programs of the drum channel that name a kit; sounds of an orchestra or effects are none. */
const KITS = [0, 8, 16, 24, 25, 32, 40];
const PIANO = 0;
const ACOUSTIC_BASS = 32;
const FINGERED_BASS = 33;
const CONTRABASS = 43;
const STRINGS = 48;
const WARM_PAD = 89;
const TIMPANI = 47;
const FIRST_PERCUSSIVE = 112;

/** Lowest and highest comfortable pitch of each program that can play notes. */
const FAMILY_RANGES: readonly PitchRange[] = [
  [21, 108], // pianos
  [53, 96], // mallets and bells
  [36, 96], // organs
  [40, 84], // guitars
  [28, 60], // basses
  [36, 96], // strings
  [36, 96], // ensembles
  [41, 86], // brass
  [49, 84], // reeds
  [60, 96], // pipes
  [36, 96], // leads
  [36, 96], // pads
  [36, 96], // effects
  [48, 84], // of the world
].map(([lowest, highest]) => ({ lowest: lowest!, highest: highest! }));

const PROGRAM_RANGES: Readonly<Record<number, readonly [number, number]>> = {
  9: [79, 103],
  22: [60, 84],
  40: [55, 98],
  41: [48, 86],
  42: [36, 76],
  43: [28, 60],
  52: [43, 84],
  53: [43, 84],
  54: [43, 84],
  56: [54, 84],
  57: [40, 72],
  58: [29, 58],
  60: [41, 77],
  64: [56, 86],
  66: [44, 76],
  67: [37, 69],
  68: [58, 88],
  69: [52, 81],
  70: [34, 70],
  71: [50, 89],
  72: [74, 102],
  109: [58, 77],
};

const PART_RANGES: Readonly<Record<PartName, PitchRange>> = {
  melody: { lowest: 60, highest: 86 },
  counter: { lowest: 52, highest: 74 },
  chords: { lowest: 48, highest: 69 },
  pad: { lowest: 46, highest: 67 },
  bass: { lowest: 28, highest: 50 },
  drums: { lowest: 35, highest: 81 },
};

const MIN_RANGE = 14;

/** Where a program plays a part: the part's place, or the program's own where they hardly meet. */
export function partRange(part: PartName, program: number): PitchRange {
  const own = rangeOf(program);
  const wished = PART_RANGES[part];
  if (part === "drums") return wished;
  const lowest = Math.max(own.lowest, wished.lowest);
  const highest = Math.min(own.highest, wished.highest);
  if (highest - lowest >= MIN_RANGE) return { lowest, highest };
  const isHigher = own.lowest > wished.lowest;
  return isHigher
    ? { lowest: own.lowest, highest: Math.min(own.highest, own.lowest + 24) }
    : { lowest: Math.max(own.lowest, own.highest - 24), highest: own.highest };
}

/** Lowest and highest comfortable pitch of a program. */
export function rangeOf(program: number): PitchRange {
  const special = PROGRAM_RANGES[program];
  if (special) return { lowest: special[0], highest: special[1] };
  return FAMILY_RANGES[Math.floor(program / 8)] ?? FAMILY_RANGES[0]!;
}

/** Whether fifths and octaves are all the harmony a program can take. */
export function isDistorted(program: number): boolean {
  return program === 29 || program === 30;
}

/** Chooses programs: each part takes that of the song which leads it, if it fits. */
export function chooseInstruments(
  materials: readonly Material[],
  shares: Pick<Blend, "melody" | "comping" | "bass" | "drums">,
): Instruments {
  const melodies = programsBy(materials, shares.melody, "melody").filter(canSing);
  const melody = melodies[0] ?? PIANO;
  const chords = programsBy(materials, shares.comping, "chords").find(canSing) ?? PIANO;
  const pad = programsBy(materials, shares.comping, "pad").find(canSing) ??
    (isStrings(chords) || isStrings(melody) ? WARM_PAD : STRINGS);
  const bass = programsBy(materials, shares.bass, "bass")[0];
  return {
    melody,
    counter: melodies.find((program) => program !== melody && canSingBelow(program)) ??
      (melody === chords ? pad : chords),
    chords,
    pad,
    bass: bassFor(bass),
    drums: programsBy(materials, shares.drums, "drums").find((kit) => KITS.includes(kit)) ??
      STANDARD_KIT,
  };
}

function programsBy(materials: readonly Material[], shares: Shares, role: Role): number[] {
  return materials.toSorted((a, b) => shares[b.source] - shares[a.source])
    .map(({ programs }) => programs[role])
    .filter((program) => program !== undefined);
}

// A left hand beside drums becomes an upright bass; other voices the bass of their family.
function bassFor(program: number | undefined): number {
  if (program === undefined) return FINGERED_BASS;
  const family = Math.floor(program / 8);
  const isBass = family === 4 || program === CONTRABASS || program === 58 || program === 87;
  if (isBass) return program;
  if (family === 0) return ACOUSTIC_BASS;
  return family === 5 || family === 6 || family === 8 || family === 9 ? CONTRABASS : FINGERED_BASS;
}

function canSing(program: number): boolean {
  return program < FIRST_PERCUSSIVE && program !== TIMPANI && Math.floor(program / 8) !== 4;
}

// A counter-melody lies under the tune: a piccolo has no room there.
function canSingBelow(program: number): boolean {
  return rangeOf(program).lowest <= PART_RANGES.melody.lowest;
}

function isStrings(program: number): boolean {
  return program >= 40 && program <= 51;
}
