// The lines above the music: what a score is called, how fast it goes, its form.

import type { Block } from "./read_blocks.ts";
import { atLine, scoreError } from "./score_error.ts";

const HEADERS = [
  "title",
  "artist",
  "license",
  "source",
  "tempo",
  "meter",
  "key",
  "unit",
  "swing",
  "form",
];
const BLOCKS = ["part", "style", "fill", "section"];

/** @throws {SyntaxError} for a keyword that is unknown, or there twice. */
export function readHeaders(blocks: readonly Block[]): ReadonlyMap<string, Block> {
  const headers = new Map<string, Block>();
  for (const block of blocks) {
    if (BLOCKS.includes(block.keyword)) continue;
    if (!HEADERS.includes(block.keyword)) {
      throw scoreError(block.line, `Unknown keyword "${block.keyword}"`);
    }
    if (headers.has(block.keyword)) throw scoreError(block.line, `A second "${block.keyword}"`);
    if (block.entries[0]) throw scoreError(block.entries[0].line, "This line belongs to no block");
    headers.set(block.keyword, block);
  }
  return headers;
}

/**
 * The value of one header, or of `unset` when the score does not have it.
 * @throws {SyntaxError} with its line.
 */
export function parseHeader<T>(
  headers: ReadonlyMap<string, Block>,
  keyword: string,
  parse: (value: string) => T,
  unset?: string,
): T {
  const header = headers.get(keyword) ??
    (unset === undefined ? undefined : { value: unset, line: 1 });
  if (!header) throw scoreError(1, `The score has no "${keyword}"`);
  return atLine(header.line, () => parse(header.value));
}
