// Where things are on the piano roll: seconds to the right, pitch upwards, drums in a lane below.

import { isDrums, type Note, type Piece } from "./piece.ts";

export type Span = { readonly startSeconds: number; readonly endSeconds: number };
export type Rect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type RollLayout = {
  readonly xOf: (seconds: number) => number;
  readonly secondsAt: (x: number) => number;
  /** The middle of the row of a pitch that is not a drum. */
  readonly yOf: (pitch: number) => number;
  readonly rectOf: (note: Note) => Rect;
  /** Where the drums' lane begins; the height of the roll when there is none. */
  readonly drumsY: number;
  readonly lowestPitch: number;
  readonly highestPitch: number;
};

/** Room for the bar numbers above the notes, in CSS pixels. */
export const HEADER_PX = 22;
/** Room for the names of the octaves beside the notes, in CSS pixels. */
export const GUTTER_PX = 30;
/** How fast the music passes at most while it is being composed, in CSS pixels a second. */
export const MAX_PACE = 44;

const FOOTER_PX = 6;
/** At least this much music is in sight, on however small a screen. */
const MIN_SECONDS_IN_SIGHT = 14;
const MIN_PITCHES = 30;
const PITCH_MARGIN = 2;
const DRUM_ROWS = 3;
const DRUM_ROW_PX = 10;
const DRUM_GAP_PX = 8;
const DRUM_PX = 4;
const MAX_ROW_PX = 11;
const MIN_NOTE_PX = 2;

export function createRollLayout(
  piece: Piece,
  span: Span,
  size: { readonly width: number; readonly height: number },
): RollLayout {
  const [lowestPitch, highestPitch] = pitchRange(piece);
  const hasDrums = piece.tracks.some((track) => track.isDrums);
  const bottom = size.height - FOOTER_PX;
  const drumsY = hasDrums ? bottom - DRUM_ROWS * DRUM_ROW_PX : size.height;
  const melodyBottom = hasDrums ? drumsY - DRUM_GAP_PX : bottom;
  const rowPx = (melodyBottom - HEADER_PX) / (highestPitch - lowestPitch + 1);
  const musicWidth = Math.max(1, size.width - GUTTER_PX);
  const pxPerSecond = musicWidth / (span.endSeconds - span.startSeconds);

  const xOf = (seconds: number) => GUTTER_PX + (seconds - span.startSeconds) * pxPerSecond;
  const yOf = (pitch: number) => melodyBottom - (pitch - lowestPitch + 0.5) * rowPx;
  const drumYOf = (pitch: number) => drumsY + (drumRow(pitch) + 0.5) * DRUM_ROW_PX;

  function rectOf(note: Note): Rect {
    const isDrum = isDrums(piece, note);
    const [startSeconds, durationSeconds, pitch] = note;
    const height = isDrum ? DRUM_PX : clamp(rowPx * 0.86, MIN_NOTE_PX, MAX_ROW_PX);
    const wholeWidth = Math.max(MIN_NOTE_PX, durationSeconds * pxPerSecond - 1);
    const width = isDrum ? Math.min(DRUM_PX, wholeWidth) : wholeWidth;
    const y = (isDrum ? drumYOf(pitch) : yOf(pitch)) - height / 2;
    return { x: xOf(startSeconds), y, width, height };
  }

  return {
    xOf,
    yOf,
    rectOf,
    drumsY,
    lowestPitch,
    highestPitch,
    secondsAt: (x) => span.startSeconds + (x - GUTTER_PX) / pxPerSecond,
  };
}

/** The stretch that is shown while the piece grows: the newest music at the right. */
export function followSpan(headSeconds: number, width: number): Span {
  const shownSeconds = Math.max(MIN_SECONDS_IN_SIGHT, (width - GUTTER_PX) / MAX_PACE);
  const endSeconds = Math.max(shownSeconds, headSeconds + shownSeconds * 0.08);
  return { startSeconds: endSeconds - shownSeconds, endSeconds };
}

/** The whole piece. */
export function wholeSpan(piece: Piece): Span {
  return { startSeconds: 0, endSeconds: Math.max(1, piece.endSeconds) };
}

/** Every how many bars a number fits, so that numbers stand at least `minPx` apart. */
export function barNumberStep(pxPerBar: number, minPx = 52): number {
  const steps = [1, 2, 4, 8, 16, 32, 64, 128];
  return steps.find((step) => step * pxPerBar >= minPx) ?? 256;
}

/** The pitches worth showing, with a margin, never so few that the rows become planks. */
function pitchRange(piece: Piece): readonly [number, number] {
  let [lowest, highest] = [127, 0];
  for (const note of piece.notes) {
    if (isDrums(piece, note)) continue;
    lowest = Math.min(lowest, note[2]);
    highest = Math.max(highest, note[2]);
  }
  if (lowest > highest) [lowest, highest] = [60, 60];
  const missing = Math.max(0, MIN_PITCHES - (highest - lowest + 1 + 2 * PITCH_MARGIN));
  return [
    Math.max(0, lowest - PITCH_MARGIN - Math.floor(missing / 2)),
    Math.min(127, highest + PITCH_MARGIN + Math.ceil(missing / 2)),
  ];
}

/** Cymbals above, snares and toms between, the bass drum below, after General MIDI. */
function drumRow(pitch: number): number {
  if (pitch <= 36) return 2;
  const isSkin = pitch <= 41 || [43, 45, 47, 48, 50].includes(pitch);
  return isSkin ? 1 : 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
