// How near a line comes to quoting a song: an audit by other means than the composer's own.

import type { Piece } from "../../../src/music/midi/piece.ts";
import { allLines, type Line, type Move, movesOf } from "./line.ts";
import { toScore } from "./score.ts";
import { findSharedRuns, type SharedRuns } from "./shared_runs.ts";

export type Auditor = {
  /** What a line shares with any line of a song, played as written or at half or twice the speed. */
  readonly compare: (line: Line, song: Piece) => SharedRuns;
};

/** An auditor that remembers the lines of the songs it has seen. */
export function createAuditor(): Auditor {
  const lines = new Map<Piece, Move[][]>();
  return {
    compare: (line, song) => {
      const theirs = lines.get(song) ?? linesOf(song);
      lines.set(song, theirs);
      return findSharedRuns(movesOf(line), theirs);
    },
  };
}

const PACES = [0.5, 1, 2];

function linesOf(song: Piece): Move[][] {
  return PACES.flatMap((pace) => allLines(toScore(song, pace))).map(movesOf);
}
