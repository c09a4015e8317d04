// One bar of melody in a small part of ABC notation: letters with `,` and `'` for the octave,
// `^ _ =` for accidentals (they hold to the end of the bar), `2 3/2 /` for lengths, `z` for rests,
// `Z` for a whole bar of rest, `a>b` and `a<b` for dotted pairs, `(3abc` for triplets, `-` for ties.

import { alterationInKey, parsePitchClass } from "./parse_key.ts";
import type { ScoreKey } from "./score.ts";

export type TuneSetting = {
  readonly key: ScoreKey;
  /** How long a letter without a number lasts. */
  readonly unitTicks: number;
  readonly barTicks: number;
};

/** A note of the bar; a rest when it has no pitch. */
export type TuneNote = {
  readonly durationTicks: number;
  readonly pitch: number | undefined;
  /** Sounds on into the next note. */
  readonly isTied: boolean;
};

type Token = Readonly<Record<string, string | undefined>>;

const TOKEN = new RegExp(
  [
    "(?<triplet>\\(3)",
    "(?<pair>[<>])",
    "(?<barRest>Z)",
    "(?<sign>\\^\\^?|__?|=)?(?<letter>[A-Ga-g])(?<octave>[,']*)(?<length>[\\d/]*)(?<tie>-?)",
    "z(?<rest>[\\d/]*)",
  ].join("|"),
  "y",
);

const ACCIDENTALS: ReadonlyMap<string, number> = new Map([
  ["^^", 2],
  ["^", 1],
  ["=", 0],
  ["_", -1],
  ["__", -2],
]);

/**
 * The notes of one bar, in turn; the caller checks that they fill it.
 * @throws {SyntaxError} on what is no ABC of the kind above.
 */
export function parseTune(text: string, setting: TuneSetting): TuneNote[] {
  const notes: TuneNote[] = [];
  const accidentals = new Map<string, number>();
  let inTriplet = 0;
  let share = 1;
  for (const token of tokensOf(text)) {
    if (token.triplet) inTriplet = 3;
    else if (token.pair) {
      notes.push(stretch(notes.pop(), token.pair));
      share = token.pair === ">" ? 0.5 : 1.5;
    } else {
      const note = readNote(token, setting, accidentals);
      const ticks = note.durationTicks * share * (inTriplet > 0 ? 2 / 3 : 1);
      notes.push({ ...note, durationTicks: Math.round(ticks) });
      inTriplet--;
      share = 1;
    }
  }
  return notes;
}

function* tokensOf(text: string): Generator<Token> {
  const letters = text.replaceAll(/\s/g, "");
  TOKEN.lastIndex = 0;
  for (let at = 0; at < letters.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(letters)?.groups;
    if (!groups) throw new SyntaxError(`Cannot read "${letters.slice(at)}"`);
    yield groups;
  }
}

function stretch(note: TuneNote | undefined, pair: string): TuneNote {
  if (!note) throw new SyntaxError(`"${pair}" has no note before it`);
  return { ...note, durationTicks: note.durationTicks * (pair === ">" ? 1.5 : 0.5) };
}

function readNote(
  token: Token,
  setting: TuneSetting,
  accidentals: Map<string, number>,
): TuneNote {
  const { barRest, letter, rest, length, tie } = token;
  if (barRest) return { durationTicks: setting.barTicks, pitch: undefined, isTied: false };
  return {
    durationTicks: readLength((letter ? length : rest) ?? "", setting),
    pitch: letter ? readPitch(letter, token, setting.key, accidentals) : undefined,
    isTied: tie === "-",
  };
}

function readLength(text: string, { unitTicks }: TuneSetting): number {
  const [, above, slashes = "", below] = /^(\d{0,2})(\/{0,3})(\d{0,2})$/.exec(text) ?? ["", "0"];
  const ticks = unitTicks * Number(above || 1) / (below ? Number(below) : 2 ** slashes.length);
  if (ticks > 0 && Number.isInteger(ticks)) return ticks;
  throw new SyntaxError(`Unknown length "${text}"`);
}

function readPitch(
  letter: string,
  { sign, octave = "" }: Token,
  key: ScoreKey,
  accidentals: Map<string, number>,
): number {
  const name = letter.toUpperCase();
  if (sign) accidentals.set(name, ACCIDENTALS.get(sign)!);
  const alteration = accidentals.get(name) ?? alterationInKey(name, key);
  const octaves = octave.split("'").length - octave.split(",").length + (letter === name ? 0 : 1);
  return 60 + parsePitchClass(name) + alteration + 12 * octaves;
}
