// Paints a piano roll on a canvas context whose unit is the CSS pixel.

import type { Note, Piece } from "./piece.ts";
import { barNumberStep, GUTTER_PX, HEADER_PX, type Rect, type RollLayout } from "./roll_layout.ts";

export type RollColors = {
  readonly sources: readonly [string, string, string];
  readonly line: string;
  readonly barLine: string;
  readonly label: string;
  readonly ink: string;
  readonly lane: string;
};

export type RollPainting = {
  readonly piece: Piece;
  readonly layout: RollLayout;
  readonly colors: RollColors;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** Whether to mark where the music is being written. */
  readonly hasPen: boolean;
  /** Notes that begin later are not shown yet. */
  readonly headSeconds: number;
  /** The song whose notes stand out, when one is picked. */
  readonly picked: number | undefined;
};

const VELOCITY_LEVELS = 4;
const FADED = 0.13;
const NOTE_RADIUS_PX = 2.5;
const PEN_TRAIL_PX = 120;
const OCTAVE = 12;
const FONT = "11px ui-sans-serif, system-ui, sans-serif";

export function paintRoll(context: CanvasRenderingContext2D, painting: RollPainting): void {
  context.clearRect(0, 0, painting.width, painting.height);
  paintLanes(context, painting);
  context.save();
  context.beginPath();
  const headX = painting.layout.xOf(painting.headSeconds);
  context.rect(GUTTER_PX, 0, Math.max(0, headX + 1.5 - GUTTER_PX), painting.height);
  context.clip();
  paintBarLines(context, painting);
  if (painting.hasPen) paintPen(context, painting);
  paintNotes(context, painting);
  context.restore();
}

/** The line that passes over the music, and the notes that sound under it. */
export function paintPlayhead(
  context: CanvasRenderingContext2D,
  painting: RollPainting,
  playSeconds: number,
): void {
  const { piece, layout, colors, height, width } = painting;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colors.ink;
  for (const note of piece.notes) {
    if (note[0] > playSeconds || note[0] + note[1] < playSeconds) continue;
    fillRounded(context, layout.rectOf(note));
  }
  context.fillRect(crisp(layout.xOf(playSeconds), painting), 0, 1.5, height);
}

function paintLanes(context: CanvasRenderingContext2D, painting: RollPainting): void {
  const { layout, colors, width, height } = painting;
  if (layout.drumsY < height) {
    context.fillStyle = colors.lane;
    context.fillRect(0, layout.drumsY - 2, width, height - layout.drumsY + 2);
  }
  context.font = FONT;
  context.textBaseline = "alphabetic";
  const firstC = Math.ceil(layout.lowestPitch / OCTAVE) * OCTAVE;
  for (let pitch = firstC; pitch <= layout.highestPitch; pitch += OCTAVE) {
    const y = crisp((layout.yOf(pitch) + layout.yOf(pitch - 1)) / 2, painting);
    context.fillStyle = colors.line;
    context.fillRect(0, y, width, 1 / painting.pixelRatio);
    context.fillStyle = colors.label;
    context.fillText(`C${pitch / OCTAVE - 1}`, 6, y - 3);
  }
}

function paintBarLines(context: CanvasRenderingContext2D, painting: RollPainting): void {
  const { piece, layout, colors, width, height, headSeconds } = painting;
  const pxPerBar = (layout.xOf(piece.endSeconds) - layout.xOf(0)) /
    Math.max(1, piece.barStarts.length);
  const step = barNumberStep(pxPerBar);
  context.font = FONT;
  piece.barStarts.forEach((startSeconds, bar) => {
    const x = crisp(layout.xOf(startSeconds), painting);
    const isNumbered = bar % step === 0;
    if (x < -40 || x > width || startSeconds > headSeconds) return;
    if (!isNumbered && pxPerBar < 9) return;
    context.fillStyle = isNumbered ? colors.barLine : colors.line;
    context.fillRect(x, HEADER_PX - 4, 1 / painting.pixelRatio, height);
    context.fillStyle = colors.label;
    if (isNumbered) context.fillText(String(bar + 1), x + 4, HEADER_PX - 9);
  });
}

function paintPen(context: CanvasRenderingContext2D, painting: RollPainting): void {
  const { layout, colors, height, headSeconds } = painting;
  const x = crisp(layout.xOf(headSeconds), painting);
  const trail = context.createLinearGradient(x - PEN_TRAIL_PX, 0, x, 0);
  trail.addColorStop(0, "transparent");
  trail.addColorStop(1, colors.ink);
  context.globalAlpha = 0.05;
  context.fillStyle = trail;
  context.fillRect(x - PEN_TRAIL_PX, HEADER_PX - 4, PEN_TRAIL_PX, height);
  context.globalAlpha = 0.6;
  context.fillStyle = colors.ink;
  context.fillRect(x, HEADER_PX - 4, 1.5, height);
  context.globalAlpha = 1;
}

/** One path for each song and loudness: a handful of fills instead of thousands. */
function paintNotes(context: CanvasRenderingContext2D, painting: RollPainting): void {
  const { piece, layout, colors, width, headSeconds, picked } = painting;
  const paths = new Map<number, Path2D>();
  for (const note of piece.notes) {
    if (note[0] > headSeconds) continue;
    const rect = layout.rectOf(note);
    if (rect.x > width || rect.x + rect.width < 0) continue;
    const bucket = bucketOf(note);
    const path = paths.get(bucket) ?? new Path2D();
    paths.set(bucket, path);
    addRounded(path, rect);
  }
  for (const [bucket, path] of paths) {
    const source = Math.floor(bucket / VELOCITY_LEVELS);
    const loudness = (bucket % VELOCITY_LEVELS) / (VELOCITY_LEVELS - 1);
    const isFaded = picked !== undefined && picked !== source;
    context.globalAlpha = isFaded ? FADED : 0.62 + 0.38 * loudness;
    context.fillStyle = colors.sources[source as 0 | 1 | 2];
    context.fill(path);
  }
  context.globalAlpha = 1;
}

function bucketOf([, , , velocity, , source]: Note): number {
  return source * VELOCITY_LEVELS + Math.floor(velocity * VELOCITY_LEVELS / 128);
}

function fillRounded(context: CanvasRenderingContext2D, rect: Rect): void {
  const path = new Path2D();
  addRounded(path, rect);
  context.fill(path);
}

function addRounded(path: Path2D, { x, y, width, height }: Rect): void {
  path.roundRect(x, y, width, height, Math.min(NOTE_RADIUS_PX, width / 2, height / 2));
}

/** The nearest place that falls on a device pixel, so that thin lines stay thin. */
function crisp(px: number, { pixelRatio }: { readonly pixelRatio: number }): number {
  return Math.round(px * pixelRatio) / pixelRatio;
}
