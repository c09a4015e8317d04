// A blend as a picture: a band for each track, a note as high as its pitch, in the colour of the
// song it came from; bar lines thin, sections shaded in turn and ruled off.

import type { BarNote } from "../../../src/music/compose/composition.ts";
import type { Blend } from "./blend.ts";
import type { Picture } from "./png.ts";

type Colour = readonly [red: number, green: number, blue: number];

const SONG_COLOURS: readonly Colour[] = [[214, 69, 65], [38, 118, 191], [46, 148, 86]];
const PAPERS: readonly Colour[] = [[255, 255, 255], [240, 240, 236]];
const BAR_LINE: Colour = [224, 224, 218];
/** Every fourth, to count by. */
const FOURTH_BAR_LINE: Colour = [176, 176, 170];
const SECTION_LINE: Colour = [60, 60, 60];
const BAND_LINE: Colour = [120, 120, 120];

const BAR_WIDTH = 56;
const BARS_PER_SYSTEM = 24;
const SYSTEM_GAP = 16;
const PITCH_HEIGHT = 3;
const BAND_GAP = 6;
/** Pitches above and below those that are played. */
const MARGIN = 1;

/** Draws a blend: the tracks from top to bottom, 24 bars to the right, then on below. */
export function drawPianoRoll(blend: Blend): Picture {
  const strip = drawStrip(blend);
  const systems = Math.ceil(blend.report.bars / BARS_PER_SYSTEM);
  const width = Math.min(strip.width, BARS_PER_SYSTEM * BAR_WIDTH + 1);
  const canvas = createCanvas(width, systems * (strip.height + SYSTEM_GAP) - SYSTEM_GAP);
  canvas.fill({ x: 0, y: 0, width, height: canvas.height }, BAND_LINE);
  for (let system = 0; system < systems; system++) {
    canvas.copy(strip, {
      fromX: system * BARS_PER_SYSTEM * BAR_WIDTH,
      toY: system * (strip.height + SYSTEM_GAP),
    });
  }
  return canvas;
}

function drawStrip({ notes, tracks, report, secondsPerBar }: Blend): Canvas {
  const bands = layOutBands(notes, tracks.length);
  const last = bands.at(-1)!;
  const canvas = createCanvas(report.bars * BAR_WIDTH + 1, last.top + last.height);
  drawPaper(canvas, report);
  for (const { top } of bands.slice(1)) {
    canvas.fill({ x: 0, y: top - BAND_GAP / 2, width: canvas.width, height: 1 }, BAND_LINE);
  }
  for (const [start, duration, pitch, velocity, track, source] of notes) {
    const { top, highest } = bands[track]!;
    const x = Math.round(start / secondsPerBar * BAR_WIDTH);
    const width = Math.max(2, Math.round(duration / secondsPerBar * BAR_WIDTH) - 1);
    const y = top + (highest - pitch) * PITCH_HEIGHT;
    canvas.fill({ x, y, width, height: PITCH_HEIGHT }, dim(SONG_COLOURS[source]!, velocity));
  }
  return canvas;
}

type Band = { readonly top: number; readonly height: number; readonly highest: number };

function layOutBands(notes: readonly BarNote[], count: number): Band[] {
  const bands: Band[] = [];
  for (let track = 0; track < count; track++) {
    const pitches = notes.filter((note) => note[4] === track).map(([, , pitch]) => pitch);
    const highest = Math.max(...pitches, 0) + MARGIN;
    const lowest = Math.min(...pitches, highest) - MARGIN;
    const above = bands.at(-1);
    const top = above ? above.top + above.height + BAND_GAP : 0;
    bands.push({ top, height: (highest - lowest + 1) * PITCH_HEIGHT, highest });
  }
  return bands;
}

function drawPaper(canvas: Canvas, { sections, bars }: Blend["report"]): void {
  const { height } = canvas;
  canvas.fill({ x: 0, y: 0, width: canvas.width, height }, PAPERS[0]!);
  sections.forEach(({ startBar, bars }, index) => {
    const rectangle = { x: startBar * BAR_WIDTH, y: 0, width: bars * BAR_WIDTH, height };
    canvas.fill(rectangle, PAPERS[index % 2]!);
  });
  const starts = new Set(sections.map(({ startBar }) => startBar));
  for (let bar = 0; bar <= bars; bar++) {
    const plain = bar % 4 === 0 ? FOURTH_BAR_LINE : BAR_LINE;
    const width = starts.has(bar) ? 2 : 1;
    const colour = starts.has(bar) ? SECTION_LINE : plain;
    canvas.fill({ x: bar * BAR_WIDTH, y: 0, width, height }, colour);
  }
}

/** A quiet note is paler. */
function dim(colour: Colour, velocity: number): Colour {
  const strength = 0.45 + 0.55 * Math.min(1, velocity / 110);
  const mix = (channel: number) => Math.round(255 - (255 - channel) * strength);
  return [mix(colour[0]), mix(colour[1]), mix(colour[2])];
}

type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

type Canvas = Picture & {
  readonly fill: (rectangle: Rectangle, colour: Colour) => void;
  /** As much of another picture, from a column on, as there is room for. */
  readonly copy: (from: Picture, place: { readonly fromX: number; readonly toY: number }) => void;
};

function createCanvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height * 3);
  return {
    width,
    height,
    pixels,
    fill: (rectangle, colour) => {
      const right = Math.min(width, rectangle.x + rectangle.width);
      const bottom = Math.min(height, rectangle.y + rectangle.height);
      for (let y = Math.max(0, rectangle.y); y < bottom; y++) {
        for (let x = Math.max(0, rectangle.x); x < right; x++) {
          pixels.set(colour, (y * width + x) * 3);
        }
      }
    },
    copy: (from, { fromX, toY }) => {
      const columns = Math.min(width, from.width - fromX);
      for (let y = 0; y < from.height; y++) {
        const start = (y * from.width + fromX) * 3;
        pixels.set(from.pixels.subarray(start, start + columns * 3), (toY + y) * width * 3);
      }
    },
  };
}
