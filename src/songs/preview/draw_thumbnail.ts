// A song as a small picture: its piano roll from the first note to the last, as SVG without scripts
// or styles, in one colour that shows on light and on dark. Pages may stretch it, or use it as a mask.

import type { Note, Piece } from "../../music/midi/piece.ts";
import { secondsAt } from "../../music/midi/tempo_map.ts";

/** Widest and narrowest grid of time. */
const MAX_COLUMNS = 240;
const MIN_COLUMNS = 15;
/** Strokes of a picture: what it weighs is some 8 bytes for each. A dense song has a coarser grid. */
const MAX_STROKES = 2_500;
/** A song of few pitches is not blown up. */
const MIN_ROWS = 24;
/** Strokes are one row thick up to so many rows, and thicker above. */
const ROWS_OF_ONE = 30;
const DRUM_CHANNEL = 9;
const COLOUR = "#8a8275";

/** Draws the notes; the highest at any time, mostly the tune, stand out. */
export function drawThumbnail(piece: Piece): string {
  const notes = pitchedNotes(piece);
  const pitches = notes.map(({ pitch }) => pitch);
  const lowest = pitches.reduce((low, pitch) => Math.min(low, pitch), 127);
  const highest = pitches.reduce((high, pitch) => Math.max(high, pitch), 0);
  const rows = Math.max(MIN_ROWS, highest - lowest + 1);
  const top = highest + Math.floor((rows - (highest - lowest + 1)) / 2);
  const { columns, strokes } = fitStrokes(piece, notes);
  const path = (isTop: boolean) =>
    strokes.filter((stroke) => stroke.isTop === isTop)
      .map(({ column, pitch, length }) => `M${column} ${top - pitch}h${length}`).join("");
  const thickness = Math.max(1, Math.ceil(rows / ROWS_OF_ONE));
  const viewBox = `0 ${-thickness / 2} ${columns} ${rows - 1 + thickness}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" ` +
    `preserveAspectRatio="none" fill="none" stroke="${COLOUR}" stroke-width="${thickness}">` +
    `<path stroke-opacity=".5" d="${path(false)}"/><path d="${path(true)}"/></svg>`;
}

/** What sounds in one pitch without a break, in columns of the grid. */
type Stroke = {
  readonly column: number;
  readonly pitch: number;
  readonly length: number;
  readonly isTop: boolean;
};

/** All notes but the drums'; those, where there is nothing else. */
function pitchedNotes({ tracks }: Piece): Note[] {
  const pitched = tracks.filter(({ channel }) => channel !== DRUM_CHANNEL)
    .flatMap(({ notes }) => notes);
  return pitched.length > 0 ? pitched : tracks.flatMap(({ notes }) => notes);
}

function fitStrokes(piece: Piece, notes: readonly Note[]) {
  for (let columns = MAX_COLUMNS;; columns /= 2) {
    const strokes = strokesOf(createGrid(piece, notes, columns), columns);
    if (strokes.length <= MAX_STROKES || columns <= MIN_COLUMNS) return { columns, strokes };
  }
}

/** For each pitch the columns it sounds in. */
type Grid = ReadonlyMap<number, Uint8Array>;

function createGrid(piece: Piece, notes: readonly Note[], columns: number): Grid {
  const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter);
  const spans = notes.map(({ startTicks, durationTicks, pitch }) => ({
    pitch,
    start: seconds(startTicks),
    end: seconds(startTicks + durationTicks),
  }));
  const first = spans.reduce((first, { start }) => Math.min(first, start), Infinity);
  const last = spans.reduce((last, { end }) => Math.max(last, end), 0);
  const columnsPerSecond = columns / Math.max(last - first, Number.EPSILON);
  const grid = new Map<number, Uint8Array>();
  for (const { pitch, start, end } of spans) {
    const row = grid.get(pitch) ?? new Uint8Array(columns);
    const column = Math.min(columns - 1, Math.floor((start - first) * columnsPerSecond));
    row.fill(1, column, Math.max(column + 1, Math.round((end - first) * columnsPerSecond)));
    grid.set(pitch, row);
  }
  return grid;
}

function strokesOf(grid: Grid, columns: number): Stroke[] {
  const strokes: Stroke[] = [];
  const hasHigher = new Uint8Array(columns);
  for (const pitch of [...grid.keys()].sort((a, b) => b - a)) {
    const row = grid.get(pitch)!;
    for (let column = 0; column < columns; column++) {
      if (row[column] === 0) continue;
      const start = column;
      const isTop = hasHigher[start] === 0;
      while (row[column] === 1 && (hasHigher[column] === 0) === isTop) column++;
      strokes.push({ column: start, pitch, length: column - start, isTop });
      column--;
    }
    row.forEach((isSounding, column) => hasHigher[column]! |= isSounding);
  }
  return strokes;
}
