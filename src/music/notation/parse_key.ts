// Keys as a score writes them: `A minor`, `Bb major`, `D dorian`.

import type { ScoreKey, ScoreMode } from "./score.ts";

const NATURALS: ReadonlyMap<string, number> = new Map([
  ["C", 0],
  ["D", 2],
  ["E", 4],
  ["F", 5],
  ["G", 7],
  ["A", 9],
  ["B", 11],
]);

/** How many sharps fewer than the major key on the same tonic. */
const FEWER_SHARPS: Readonly<Record<ScoreMode, number>> = {
  major: 0,
  mixolydian: 1,
  dorian: 2,
  minor: 3,
};

const ORDER_OF_SHARPS = "FCGDAEB";

/** @throws {SyntaxError} on anything but a tonic and a mode. */
export function parseKey(text: string): ScoreKey {
  const [, tonic, mode] = /^([A-G][#b]?) (major|minor|dorian|mixolydian)$/.exec(text) ?? [];
  if (!tonic || !mode) throw new SyntaxError(`Unknown key "${text}"`);
  const sharpsOfMajor = ORDER_OF_SHARPS.indexOf(tonic[0]!) - 1 + 7 * alterationOf(tonic);
  return {
    tonic: parsePitchClass(tonic),
    mode: mode as ScoreMode,
    sharps: sharpsOfMajor - FEWER_SHARPS[mode as ScoreMode],
  };
}

/** `F#` → 6. Takes only what matches `[A-G][#b]?`. */
export function parsePitchClass(name: string): number {
  return (NATURALS.get(name[0]!)! + alterationOf(name) + 12) % 12;
}

/** 1 when the signature raises the letter, -1 when it lowers it, else 0. */
export function alterationInKey(letter: string, { sharps }: ScoreKey): number {
  const place = ORDER_OF_SHARPS.indexOf(letter.toUpperCase());
  if (place < sharps) return 1;
  return 6 - place < -sharps ? -1 : 0;
}

function alterationOf(name: string): number {
  return name[1] === "#" ? 1 : name[1] === "b" ? -1 : 0;
}
