// The values of a score's header, each a text in and a value out. All throw SyntaxError.

import type { Score } from "./score.ts";

const MAX_TEXT_LENGTH = 200;

/** Plain words: a title, a source. */
export function parseText(value: string): string {
  if (value.length >= 1 && value.length <= MAX_TEXT_LENGTH) return value;
  throw new SyntaxError(`This must be 1 to ${MAX_TEXT_LENGTH} characters`);
}

/** A note value: `1/8` → 0.125. */
export function parseFraction(value: string): number {
  const [, above, below] = /^(\d{1,2})\/(1|2|4|8|16|32)$/.exec(value) ?? [];
  if (!Number(above)) throw new SyntaxError(`"${value}" is no note value`);
  return Number(above) / Number(below);
}

/** `6/8`. */
export function parseMeter(value: string): Score["meter"] {
  parseFraction(value);
  const [numerator = 0, denominator = 0] = value.split("/").map(Number);
  return { numerator, denominator };
}

/** `120` quarters in a minute, or another note: `3/8 = 60`. */
export function parseTempo(value: string): number {
  const [note, number] = value.includes("=") ? value.split("=") : ["1/4", value];
  const quarters = parseFraction(note!.trim()) * 4 * Number(number);
  if (quarters >= 20 && quarters <= 400) return quarters;
  throw new SyntaxError(`"${value}" is no tempo from 20 to 400 quarters a minute`);
}

/** A percentage: `62` → 0.62. */
export function parseSwing(value: string): number {
  if (/^\d\d$/.test(value) && Number(value) >= 50 && Number(value) <= 75) {
    return Number(value) / 100;
  }
  throw new SyntaxError(`The swing is a percentage from 50 to 75: "${value}"`);
}
