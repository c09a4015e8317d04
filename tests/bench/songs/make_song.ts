// Songs of the generated catalogue as the store takes them: what a file would have told is made up
// within what real files have.

import type { NewSong } from "../../../src/songs/song.ts";
import { searchNameOf } from "../../../src/songs/search/search_name.ts";
import { Chance } from "./chance.ts";
import { nameSong } from "./name_song.ts";

const TONICS = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"] as const;
const LICENSES = [["CC0-1.0", 30], ["CC-BY-4.0", 20], ["PD", 15], ["unknown", 35]] as const;
const METERS: readonly (readonly [NewSong["analysis"]["meter"], number])[] = [
  [{ numerator: 4, denominator: 4 }, 75],
  [{ numerator: 3, denominator: 4 }, 15],
  [{ numerator: 6, denominator: 8 }, 10],
];
const SECTIONS = ["A", "A", "B", "A", "B", "C", "B", "A", "D"] as const;
const ROLES = [["melody", 73], ["bass", 33], ["chords", 0], ["pad", 48], ["lead", 27]] as const;
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
const SECOND_MS = 1000;

/** `index` counts from 0. */
export function makeSong(seed: number, index: number): NewSong {
  const name = nameSong(seed, index);
  const chance = new Chance(seed, 3, index);
  const hash = hexOf(chance, 64);
  const hasDrums = chance.isIn(0.6);
  const key = { tonic: chance.below(12), mode: chance.isIn(0.62) ? "major" : "minor" } as const;
  return {
    ...name,
    ...searchNameOf(name),
    songId: uuidOf(hexOf(chance, 32)),
    ...makeFacts(chance),
    key: `${TONICS[key.tonic]} ${key.mode}`,
    hasDrums,
    license: chance.weigh(LICENSES),
    sourceNote: "Made up for a measurement",
    createdAt: new Date(FIRST_DAY_MS + index * SECOND_MS).toISOString(),
    analysis: { key, ...makeAnalysis(chance, hasDrums) },
    contentSha256: hash,
    fingerprint: hexOf(chance, 32),
    objectKey: `songs/${hash}.mid`,
  };
}

function makeFacts(chance: Chance) {
  return {
    durationSeconds: Math.round(1000 * (60 + 180 * (chance.next() + chance.next()))) / 1000,
    tempoBpm: Math.round(10 * (60 + 60 * (chance.next() + chance.next()))) / 10,
  };
}

function makeAnalysis(chance: Chance, hasDrums: boolean) {
  const sectionBars = chance.pick([4, 8, 8, 16]);
  const sections = SECTIONS.slice(0, 3 + chance.below(7)).map((label, index) => ({
    label,
    startBar: index * sectionBars,
    bars: sectionBars,
  }));
  const roles = ROLES.slice(0, 1 + chance.below(5)).map(([role, program]) => ({
    role: role as string,
    program: program as number,
    notes: 40 + chance.below(900),
  }));
  return {
    keyConfidence: Math.round(1000 * chance.next()) / 1000,
    meter: chance.weigh(METERS),
    bars: sections.length * sectionBars,
    sections,
    roles: hasDrums ? [...roles, { role: "drums", program: 0, notes: 1200 }] : roles,
  };
}

function hexOf(chance: Chance, digits: number): string {
  let hex = "";
  while (hex.length < digits) {
    hex += chance.below(2 ** 32).toString(16).padStart(8, "0");
  }
  return hex;
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}
