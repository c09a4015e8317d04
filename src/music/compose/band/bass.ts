// The bass: a groove of two bars per letter, its notes counted from the roots of the new chords,
// leading by step into the next chord as often as its song does.

import type { Source } from "../composition.ts";
import { strengthAt } from "../grid.ts";
import { chordAt, type ChordSpan } from "../harmony.ts";
import {
  type BassModel,
  type BassStroke,
  parseFigure,
  type RootRelative,
} from "../learn/bass_model.ts";
import { cutOnsets, drawRhythm, type Onset, type RhythmTask } from "../learn/rhythm.ts";
import { predict, temper } from "../learn/sequence_model.ts";
import { likelihood } from "../learn/typical_bars.ts";
import type { Cast } from "../plan/cast.ts";
import { PHRASE_BARS } from "../plan/form.ts";
import type { Knobs } from "../plan/knobs.ts";
import type { Random } from "../random.ts";
import { modulo, rootDegree } from "../scale.ts";
import { PLAIN_VELOCITY, type Tone } from "../tone.ts";
import { isChordTone, isRubbing, soundOf, type Stage } from "../tune/tune.ts";
import { strikeAtChanges } from "./chord_changes.ts";

type BassPlayer = { readonly source: Source; readonly model: BassModel };

/** Notes that may know their figure; the others find one. */
type BassOnset = Onset & Partial<Pick<BassStroke, "figure">>;

type BassBars = BassPlayer & { readonly onsets: readonly BassOnset[] };

/** What the bass of a letter keeps when it returns: a groove, and a bar that turns phrases around. */
export type BassGroove = {
  readonly main: BassBars;
  readonly turn: BassBars;
  readonly knobs: Knobs;
};

/** How much the typical bars are preferred. */
const EAGERNESS = 3;
const GROOVE_BARS = 2;

/** Draws the groove of a letter from the song whose turn it is, and its turnaround from the next. */
export function drawBassGroove(
  cast: Cast<BassModel>,
  { grid }: Pick<Stage, "grid">,
  knobs: Knobs,
  random: Random,
): BassGroove {
  const draw = (bars: number): BassBars => {
    const source = cast.next();
    const model = cast.modelOf(source);
    const onsets = random.chance(knobs.literalness)
      ? pickBars(model, { bars, grid, knobs }, random)
      : drawRhythm(model.rhythm, { bars, grid, knobs }, random);
    return { source, model, onsets };
  };
  return { main: draw(GROOVE_BARS), turn: draw(1), knobs };
}

// Bars as they follow each other in the song, the typical ones more often.
function pickBars(
  { bars, typical, rhythm }: BassModel,
  task: RhythmTask,
  random: Random,
): BassOnset[] {
  if (bars.length === 0) return drawRhythm(rhythm, task, random);
  const best = Math.max(...typical);
  const weights = Float64Array.from(typical, (score) => likelihood(score, best, EAGERNESS));
  const first = random.weighted(temper(weights, task.knobs.temperature));
  return Array.from(
    { length: task.bars },
    (_, bar) =>
      (bars[first + bar] ?? bars[first]!).map((stroke) => ({
        ...stroke,
        step: stroke.step + bar * task.grid.stepsPerBar,
      })),
  ).flat();
}

/** Plays a groove over the chords of a section. */
export function playBass(groove: BassGroove, stage: Stage, bars: number, random: Random): Tone[] {
  const { harmony, grid } = stage;
  const onsets = strikeAtChanges(layOut(groove, stage, bars), harmony, grid.stepsPerBeat);
  const figure = new Map<number, string>();
  const tones: Tone[] = [];
  let context: string[] = [];
  onsets.forEach((onset, i) => {
    const { player } = onset;
    const chord = chordAt(harmony, onset.step);
    const isNew = i === 0 || chordAt(harmony, onsets[i - 1]!.step) !== chord;
    if (isNew) context = [];
    const next = onsets[i + 1] && chordAt(harmony, onsets[i + 1]!.step);
    const task = { player, knobs: groove.knobs, stage, onset, chord, isNew, figure, context };
    const token = drawFigure(task, random);
    context.push(token);
    const leads = next && next !== chord && !isNew && random.chance(player.model.approach);
    const pitch = leads
      ? leadInto({
        next,
        nextStep: onsets[i + 1]!.step,
        step: onset.step,
        from: tones.at(-1)?.pitch,
      }, stage)
      : pitchOf(parseFigure(token), chord, onset.step, stage);
    const { step, steps } = onset;
    tones.push({ step, steps, pitch, velocity: PLAIN_VELOCITY, source: player.source });
  });
  return tones;
}

/** Where the root of a chord lies for the bass of a stage. */
export function rootPitch(chord: ChordSpan, stage: Stage): number {
  return stage.lowest + modulo(chord.root + stage.tonic - stage.lowest, 12);
}

// The groove, again and again; the last bar of a phrase turns around.
function layOut(
  { main, turn }: BassGroove,
  { grid }: Stage,
  bars: number,
): (BassOnset & { readonly player: BassPlayer })[] {
  const barSteps = grid.stepsPerBar;
  return Array.from({ length: bars }, (_, bar) => {
    const isTurn = bar % PHRASE_BARS === PHRASE_BARS - 1;
    const from = isTurn ? 0 : (bar % GROOVE_BARS) * barSteps;
    const player = isTurn ? turn : main;
    const own = player.onsets
      .filter(({ step }) => step >= from && step < from + barSteps)
      .map((onset) => ({ ...onset, step: onset.step - from }));
    return cutOnsets(fromDownbeat(own, grid.stepsPerBeat), barSteps)
      .map((onset) => ({ ...onset, step: onset.step + bar * barSteps, player }));
  }).flat();
}

// The piece must not lose its floor: a bar that starts late, or not at all, has its root first.
function fromDownbeat(onsets: readonly BassOnset[], stepsPerBeat: number): readonly BassOnset[] {
  const first = onsets[0]?.step ?? 2 * stepsPerBeat;
  return first < stepsPerBeat ? onsets : [{ step: 0, steps: first }, ...onsets];
}

type FigureTask = {
  readonly player: BassPlayer;
  readonly knobs: Knobs;
  readonly stage: Stage;
  readonly onset: BassOnset;
  readonly chord: ChordSpan;
  readonly isNew: boolean;
  readonly figure: Map<number, string>;
  readonly context: readonly string[];
};

function drawFigure(task: FigureTask, random: Random): string {
  const { player, knobs, stage, onset, isNew, figure, context } = task;
  const place = onset.step % (GROOVE_BARS * stage.grid.stepsPerBar);
  const known = figure.get(place);
  if (onset.figure !== undefined && isPlayable(onset.figure, task)) {
    if (!random.chance(knobs.variation / 3)) return onset.figure;
  }
  if (known !== undefined && !isNew && !random.chance(knobs.variation)) return known;
  const { figures } = player.model;
  const { alphabet } = figures;
  const weights = temper(predict(figures, context, knobs), knobs.temperature).map((weight, i) =>
    weight * figureFit(parseFigure(alphabet[i]!), task)
  );
  const token = alphabet[random.weighted(weights)] ?? "0";
  if (!isNew) figure.set(place, token);
  return token;
}

// Where a chord arrives its root does, on beats a tone that agrees, wherever the song had it.
function isPlayable(token: string, task: FigureTask): boolean {
  return figureFit(parseFigure(token), task) > (task.isNew ? 1 : 0.3);
}

function figureFit(figure: RootRelative, { onset, chord, isNew, stage }: FigureTask): number {
  const { step, steps } = onset;
  const isRoot = modulo(figure.above, 7) === 0 && figure.alter === 0;
  if (isNew) return isRoot ? 8 : 0.3;
  const pitch = pitchOf(figure, chord, step, stage);
  if (isChordTone(pitch, step, stage)) return 1;
  if (isRubbing(pitch, { step, steps }, stage) && 2 * steps >= stage.grid.stepsPerBeat) return 0.1;
  return strengthAt(stage.grid, step) >= 1 || steps >= stage.grid.stepsPerBeat ? 0.1 : 0.6;
}

function pitchOf(figure: RootRelative, chord: ChordSpan, step: number, stage: Stage): number {
  const root = rootPitch(chord, stage);
  if (figure.alter === 0 && modulo(figure.above, 7) === 0) {
    return intoRange(root + 12 * figure.above / 7, stage);
  }
  const degree = rootDegree(stage.mode, chord);
  const octave = Math.floor((root - stage.tonic) / 12);
  const position = octave * 7 + degree + figure.above;
  return intoRange(soundOf({ position, alter: figure.alter }, step, stage), stage);
}

type Approach = {
  readonly next: ChordSpan;
  readonly nextStep: number;
  readonly step: number;
  /** Pitch of the note before. */
  readonly from: number | undefined;
};

// A scale step below or above the next root, from the side where the line comes from.
function leadInto({ next, nextStep, step, from }: Approach, stage: Stage): number {
  const target = rootPitch(next, stage);
  const degree = rootDegree(stage.mode, next);
  const position = Math.floor((target - stage.tonic) / 12) * 7 + degree;
  const side = (from ?? target) > target ? 1 : -1;
  const pitch = soundOf({ position: position + side, alter: 0 }, step, stage);
  const isNear = Math.abs(pitch - soundOf({ position, alter: 0 }, nextStep, stage)) <= 2;
  return intoRange(isNear ? pitch : target, stage);
}

function intoRange(pitch: number, { lowest, highest }: Stage): number {
  let folded = pitch;
  while (folded < lowest) folded += 12;
  while (folded > highest && folded - 12 >= lowest) folded -= 12;
  return folded;
}
