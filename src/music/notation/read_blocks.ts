// The outer shape of a score: lines that begin with a keyword, and indented lines below them.

import { scoreError } from "./score_error.ts";

export type Entry = {
  readonly keyword: string;
  /** What follows the keyword, trimmed. */
  readonly value: string;
  readonly line: number;
};

export type Block = Entry & { readonly entries: readonly Entry[] };

/** One bar of a line that has several, between `|`. */
export type Bar = { readonly text: string; readonly line: number };

export const MAX_SCORE_LENGTH = 64 * 1024;

/**
 * Splits a score into blocks; blank lines and lines that begin with `%` are left out.
 * @throws {SyntaxError} when an indented line has nothing above it.
 */
export function readBlocks(text: string): Block[] {
  if (text.length > MAX_SCORE_LENGTH) {
    throw scoreError(1, `The score is longer than ${MAX_SCORE_LENGTH} characters`);
  }
  const blocks: (Entry & { entries: Entry[] })[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === "" || raw.startsWith("%")) continue;
    const entry = readEntry(raw.trim(), index + 1);
    if (!/^\s/.test(raw)) blocks.push({ ...entry, entries: [] });
    else if (blocks.length === 0) throw scoreError(entry.line, "An indented line opens the score");
    else blocks.at(-1)!.entries.push(entry);
  }
  return blocks;
}

/**
 * The one entry with the keyword, if there is one.
 * @throws {SyntaxError} when there are two.
 */
export function findEntry(block: Block, keyword: string): Entry | undefined {
  const [first, second] = block.entries.filter((entry) => entry.keyword === keyword);
  if (second) throw scoreError(second.line, `A second "${keyword}" in "${block.value}"`);
  return first;
}

/** The bars of all entries with the keyword, in order. */
export function readBars(block: Block, keyword: string): Bar[] {
  return block.entries.filter((entry) => entry.keyword === keyword).flatMap(({ value, line }) =>
    value.replace(/\|$/, "").split("|").map((text) => ({ text: text.trim(), line }))
  );
}

/** @throws {SyntaxError} when the block has an entry with another keyword. */
export function checkKeywords(block: Block, keywords: readonly string[]): void {
  const strange = block.entries.find(({ keyword }) => !keywords.includes(keyword));
  if (strange) throw scoreError(strange.line, `Unknown keyword "${strange.keyword}"`);
}

function readEntry(text: string, line: number): Entry {
  const [keyword = ""] = text.split(/\s/, 1);
  return { keyword, value: text.slice(keyword.length).trim(), line };
}
