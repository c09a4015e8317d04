import { parseText } from "./header_values.ts";
import { readBlocks } from "./read_blocks.ts";
import type { Score } from "./score.ts";
import { parseHeader, readHeaders } from "./score_headers.ts";

/**
 * Title and artist of a score, whose music is not looked at.
 * @throws {SyntaxError} with the line, when it has none.
 */
export function parseScoreName(text: string): Pick<Score, "title" | "artist"> {
  const headers = readHeaders(readBlocks(text));
  return {
    title: parseHeader(headers, "title", parseText),
    artist: parseHeader(headers, "artist", parseText),
  };
}
