// A piano roll on two canvases: the music below, the playhead above it. Draws only when something
// has changed or still moves.

import { EMPTY_PIECE, type Piece } from "./piece.ts";
import { createRollLayout } from "./roll_layout.ts";
import {
  type Follow,
  isSettled,
  restingMotion,
  type RollMotion,
  stepMotion,
} from "./roll_motion.ts";
import { paintPlayhead, paintRoll, type RollColors, type RollPainting } from "./roll_painter.ts";

export type RollScene = {
  readonly piece: Piece;
  readonly follow: Follow;
  readonly picked: number | undefined;
  /** Where the sound is now; undefined hides the playhead. */
  readonly playSeconds: (() => number) | undefined;
  readonly isPlaying: boolean;
};

const EMPTY_SCENE: RollScene = {
  piece: EMPTY_PIECE,
  follow: "newest",
  picked: undefined,
  playSeconds: undefined,
  isPlaying: false,
};

export class RollView {
  readonly #music: HTMLCanvasElement;
  readonly #playhead: HTMLCanvasElement;
  readonly #resizes: ResizeObserver;
  readonly #darkness = matchMedia("(prefers-color-scheme: dark)");
  readonly #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  #scene = EMPTY_SCENE;
  #motion: RollMotion | undefined;
  #colors: RollColors;
  #frame = 0;
  #lastMs = 0;
  #isMusicStale = true;

  constructor(music: HTMLCanvasElement, playhead: HTMLCanvasElement) {
    this.#music = music;
    this.#playhead = playhead;
    this.#colors = readColors(music);
    this.#resizes = new ResizeObserver(this.#repaint);
    this.#resizes.observe(music);
    this.#darkness.addEventListener("change", this.#recolor);
  }

  show(scene: RollScene): void {
    this.#scene = scene;
    this.#repaint();
  }

  /** The moment of the piece at a place on the canvas. */
  secondsAt(x: number): number {
    return this.#painting().layout.secondsAt(x);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#resizes.disconnect();
    this.#darkness.removeEventListener("change", this.#recolor);
  }

  #repaint = (): void => {
    this.#isMusicStale = true;
    this.#schedule();
  };

  #recolor = (): void => {
    this.#colors = readColors(this.#music);
    this.#repaint();
  };

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  #draw = (nowMs: number): void => {
    this.#frame = 0;
    const elapsedMs = this.#stillness.matches ? Infinity : Math.min(50, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    if (this.#music.clientWidth === 0) return;
    const isMoving = this.#move(elapsedMs);
    const painting = this.#painting();
    if (isMoving || this.#isMusicStale) paintRoll(fitCanvas(this.#music, painting), painting);
    this.#isMusicStale = false;
    const overlay = fitCanvas(this.#playhead, painting);
    const { playSeconds, isPlaying } = this.#scene;
    if (playSeconds) paintPlayhead(overlay, painting, playSeconds());
    else overlay.clearRect(0, 0, painting.width, painting.height);
    if (isMoving || isPlaying) this.#schedule();
  };

  #move(elapsedMs: number): boolean {
    const width = this.#music.clientWidth;
    const before = this.#motion ?? restingMotion(width);
    this.#motion = stepMotion(before, { ...this.#scene, width }, elapsedMs);
    return !isSettled(before, this.#motion, this.#scene.piece);
  }

  #painting(): RollPainting {
    const { clientWidth: width, clientHeight: height } = this.#music;
    const { piece, picked, follow } = this.#scene;
    const { span, headSeconds } = this.#motion ?? restingMotion(width);
    const layout = createRollLayout(piece, span, { width, height });
    const isWriting = follow === "newest" || headSeconds < piece.endSeconds;
    const hasPen = isWriting && headSeconds > 0;
    const size = { width, height, pixelRatio: devicePixelRatio || 1 };
    return { ...size, piece, picked, layout, hasPen, headSeconds, colors: this.#colors };
  }
}

/** The context of a canvas that has as many pixels as the screen shows of it. */
function fitCanvas(canvas: HTMLCanvasElement, { width, height, pixelRatio }: RollPainting) {
  const [pixelWidth, pixelHeight] = [
    Math.round(width * pixelRatio),
    Math.round(height * pixelRatio),
  ];
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const context = canvas.getContext("2d")!;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  return context;
}

function readColors(element: Element): RollColors {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    sources: [color("--song-1"), color("--song-2"), color("--song-3")],
    line: color("--roll-line"),
    barLine: color("--roll-bar-line"),
    label: color("--roll-label"),
    ink: color("--roll-ink"),
    lane: color("--roll-lane"),
  };
}
