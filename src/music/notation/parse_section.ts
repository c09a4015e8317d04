// A section of a score: its chords and its melody, and how they are played.

import { parseChordBars } from "./parse_chord_bars.ts";
import { parseMelody } from "./parse_melody.ts";
import type { TuneSetting } from "./parse_tune.ts";
import { type Block, checkKeywords, type Entry, findEntry, readBars } from "./read_blocks.ts";
import { SCORE_ROLES, type ScoreRole, type ScoreSection, type ScoreStyle } from "./score.ts";
import { scoreError } from "./score_error.ts";

export const MAX_SECTION_BARS = 64;

/** What a section may refer to. */
export type SectionSetting = TuneSetting & {
  readonly styles: ReadonlyMap<string, ScoreStyle>;
  readonly fills: ReadonlyMap<string, ScoreStyle>;
  /** The sections above this one. */
  readonly sections: ReadonlyMap<string, ScoreSection>;
};

const KEYWORDS = [
  "like",
  "style",
  "fill",
  "without",
  "loud",
  "octave",
  "pickup",
  "chords",
  "melody",
];

/**
 * Reads one `section` block; `like NAME` takes over the music and style of an earlier one.
 * @throws {SyntaxError} with the line when something is unknown or a bar does not add up.
 */
export function parseSection(block: Block, setting: SectionSetting): ScoreSection {
  checkKeywords(block, KEYWORDS);
  const model = find(setting.sections, findEntry(block, "like"), "section");
  const style = find(setting.styles, findEntry(block, "style"), "style") ?? model?.style;
  if (!style) throw scoreError(block.line, `Section "${block.value}" has no style`);
  return {
    name: block.value,
    ...parseMusic(block, setting, model),
    style,
    fill: find(setting.fills, findEntry(block, "fill"), "fill") ?? model?.fill,
    silent: new Set(readRoles(findEntry(block, "without"))),
    loudness: readNumber(findEntry(block, "loud"), { unset: 100, min: 20, max: 140 }) / 100,
    octaves: readNumber(findEntry(block, "octave"), { unset: 0, min: -2, max: 2 }),
  };
}

function parseMusic(
  block: Block,
  setting: SectionSetting,
  model: ScoreSection | undefined,
): Pick<ScoreSection, "bars" | "chords" | "melody"> {
  const chordBars = readBars(block, "chords");
  const melodyBars = readBars(block, "melody");
  const pickup = readBars(block, "pickup")[0];
  const bars = chordBars.length || model?.bars || 0;
  if (bars === 0 || bars > MAX_SECTION_BARS) {
    throw scoreError(block.line, `Section "${block.value}" has ${bars} bars of chords`);
  }
  if ((pickup || melodyBars.length > 0) && melodyBars.length !== bars) {
    const counts = `${bars} bars of chords and ${melodyBars.length} of melody`;
    throw scoreError(block.line, `Section "${block.value}" has ${counts}`);
  }
  const chords = parseChordBars(chordBars, setting.barTicks);
  const melody = parseMelody(melodyBars, pickup, setting);
  return {
    bars,
    chords: chords.length > 0 ? chords : model?.chords ?? [],
    melody: melodyBars.length > 0 ? melody : model?.melody ?? [],
  };
}

function find<T>(table: ReadonlyMap<string, T>, entry: Entry | undefined, what: string) {
  if (!entry) return undefined;
  const found = table.get(entry.value);
  if (found === undefined) throw scoreError(entry.line, `Unknown ${what} "${entry.value}"`);
  return found;
}

function readRoles(entry: Entry | undefined): ScoreRole[] {
  if (!entry) return [];
  return entry.value.split(/[\s,]+/).map((word) => {
    const role = SCORE_ROLES.find((name) => name === word);
    if (!role) throw scoreError(entry.line, `Unknown part "${word}"`);
    return role;
  });
}

type Bounds = { readonly unset: number; readonly min: number; readonly max: number };

function readNumber(entry: Entry | undefined, { unset, min, max }: Bounds): number {
  if (!entry) return unset;
  const value = Number(entry.value);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw scoreError(entry.line, `"${entry.keyword}" must be a whole number from ${min} to ${max}`);
}
