// Reads a score: a header, the parts, styles and fills, sections, and the form that puts them in
// order. Every complaint is a SyntaxError that names the line.

import { findProgram } from "./general_midi.ts";
import { parseFraction, parseMeter, parseSwing, parseTempo, parseText } from "./header_values.ts";
import { parseKey } from "./parse_key.ts";
import { parseSection } from "./parse_section.ts";
import { parseStyle } from "./parse_style.ts";
import { type Block, readBlocks } from "./read_blocks.ts";
import { type Score, SCORE_ROLES, type ScorePart, type ScoreRole } from "./score.ts";
import { type ScoreSection, type ScoreStyle, TICKS_PER_QUARTER, ticksPerBar } from "./score.ts";
import { scoreError } from "./score_error.ts";
import { parseHeader, readHeaders } from "./score_headers.ts";

export const MAX_FORM_SECTIONS = 32;

/** @throws {SyntaxError} with the line, when the text is no score. */
export function parseScore(text: string): Score {
  const blocks = readBlocks(text);
  const headers = readHeaders(blocks);
  const meter = parseHeader(headers, "meter", parseMeter);
  const setting = {
    key: parseHeader(headers, "key", parseKey),
    unitTicks: parseHeader(headers, "unit", parseFraction, "1/8") * 4 * TICKS_PER_QUARTER,
    barTicks: ticksPerBar(meter),
  };
  const readStyle = (block: Block) => parseStyle(block, meter);
  const styles = readNamed<ScoreStyle>(blocks, "style", readStyle);
  const fills = readNamed<ScoreStyle>(blocks, "fill", readStyle);
  const sections = readNamed<ScoreSection>(
    blocks,
    "section",
    (block, sections) => parseSection(block, { ...setting, styles, fills, sections }),
  );
  const parts = readParts(blocks);
  return {
    title: parseHeader(headers, "title", parseText),
    artist: parseHeader(headers, "artist", parseText),
    license: parseHeader(headers, "license", parseText),
    source: parseHeader(headers, "source", parseText),
    quartersPerMinute: parseHeader(headers, "tempo", parseTempo),
    meter,
    key: setting.key,
    swing: parseHeader(headers, "swing", parseSwing, "50"),
    parts,
    form: parseHeader(headers, "form", (value) => {
      const form = parseForm(value, sections);
      checkPitches(form, parts.get("melody")?.octaves ?? 0);
      return form;
    }),
  };
}

/** The blocks with one keyword by name; each reader sees those above its own. */
function readNamed<T>(
  blocks: readonly Block[],
  keyword: string,
  read: (block: Block, above: ReadonlyMap<string, T>) => T,
): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const block of blocks.filter((block) => block.keyword === keyword)) {
    if (named.has(block.value)) {
      throw scoreError(block.line, `A second ${keyword} "${block.value}"`);
    }
    named.set(block.value, read(block, named));
  }
  return named;
}

function readParts(blocks: readonly Block[]): ReadonlyMap<ScoreRole, ScorePart> {
  const parts = new Map<ScoreRole, ScorePart>();
  for (const { value, line } of blocks.filter(({ keyword }) => keyword === "part")) {
    const [, word, name, velocity, octaves] =
      /^(\w+)\s+(.+?)\s+(\d+)(?:\s+octave\s+(-?[12]))?$/.exec(value) ?? [];
    const role = SCORE_ROLES.find((known) => known === word);
    const program = findProgram(name ?? "");
    if (!role || parts.has(role)) throw scoreError(line, `No new part with a velocity: "${value}"`);
    if (program === undefined) throw scoreError(line, `Unknown instrument "${name}"`);
    if (Number(velocity) < 1 || Number(velocity) > 127) {
      throw scoreError(line, `A velocity is a number from 1 to 127: "${velocity}"`);
    }
    parts.set(role, { program, velocity: Number(velocity), octaves: Number(octaves ?? 0) });
  }
  return parts;
}

function parseForm(value: string, sections: ReadonlyMap<string, ScoreSection>): ScoreSection[] {
  const names = value.split(/\s+/);
  if (names.length > MAX_FORM_SECTIONS) {
    throw new SyntaxError(
      `The form has ${names.length} sections, at most ${MAX_FORM_SECTIONS} fit`,
    );
  }
  return names.map((name) => {
    const section = sections.get(name);
    if (!section) throw new SyntaxError(`Unknown section "${name}" in the form`);
    return section;
  });
}

function checkPitches(form: readonly ScoreSection[], octaves: number): void {
  for (const section of form) {
    const shift = 12 * (octaves + section.octaves);
    if (section.melody.every(({ pitch }) => pitch + shift >= 0 && pitch + shift <= 127)) continue;
    throw new SyntaxError(`Section "${section.name}" has notes that MIDI does not have`);
  }
}
