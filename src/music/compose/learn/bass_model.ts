// How a song's bass moves: its rhythm, and its notes as degrees above the root of the chord.

import type { Mode } from "../../analyse/analysis.ts";
import type { Grid } from "../grid.ts";
import { type Harmony, modulo, rootDegree, scaleOf, scaleOver, toPitch } from "../scale.ts";
import type { LineNote, Material } from "./material.ts";
import { learnRhythm, type Onset, type RhythmModel } from "./rhythm.ts";
import { learnSequences, type SequenceModel } from "./sequence_model.ts";
import { rateBars } from "./typical_bars.ts";

export type BassModel = {
  readonly rhythm: RhythmModel;
  /** Tokens are degrees above the root, `4` the fifth, `4,1` the raised fifth; a chord starts anew. */
  readonly figures: SequenceModel;
  /** How often the last note before a change of chord lies a step from the next root. */
  readonly approach: number;
  /** The song's bars, none empty; steps count from the start of the bar. */
  readonly bars: readonly (readonly BassStroke[])[];
  /** The higher, the more typical of the song. */
  readonly typical: readonly number[];
};

/** A note of a bar and its figure. */
export type BassStroke = Onset & { readonly figure: string };

/** A degree counted from the root of the chord. */
export type RootRelative = { readonly above: number; readonly alter: number };

const LOWEST_ABOVE = -4;
const HIGHEST_ABOVE = 9;

/** Learns rhythm and figures of a song's bass. */
export function learnBass(material: Material, grid: Grid, mode: Mode): BassModel {
  const { bass, chords } = material;
  const floor = lowPosition(bass);
  const sequences: string[][] = [];
  const strokes: BassStroke[] = [];
  let approached = 0;
  let at = 0;
  let lastChord = -1;
  bass.forEach((note, i) => {
    while (at + 1 < chords.length && chords[at + 1]!.step <= note.step) at++;
    const chord: Harmony = chords[at] ?? { root: 0, quality: "maj" };
    if (at !== lastChord) {
      sequences.push([]);
      if (i > 0 && isStepFrom(bass[i - 1]!, note)) approached++;
    }
    lastChord = at;
    const figure = tokenOf(relate(note, chord, floor, mode));
    sequences.at(-1)!.push(figure);
    strokes.push({ step: note.step, steps: note.steps, figure });
  });
  return {
    rhythm: learnRhythm(bass, grid, 0),
    figures: learnSequences(sequences),
    approach: approached / Math.max(1, sequences.length - 1),
    ...barsOf(strokes, grid),
  };
}

function barsOf(
  strokes: readonly BassStroke[],
  { stepsPerBar }: Grid,
): Pick<BassModel, "bars" | "typical"> {
  const byBar = Map.groupBy(strokes, ({ step }) => Math.floor(step / stepsPerBar));
  const bars = [...byBar.values()].map((bar) =>
    bar.map((stroke) => ({ ...stroke, step: stroke.step % stepsPerBar }))
  );
  return { bars, typical: rateBars(bars, stepsPerBar) };
}

export function parseFigure(token: string): RootRelative {
  const [above, alter] = token.split(",");
  return { above: Number(above), alter: Number(alter ?? 0) };
}

function tokenOf({ above, alter }: RootRelative): string {
  return alter === 0 ? String(above) : `${above},${alter}`;
}

function relate(note: LineNote, chord: Harmony, floor: number, mode: Mode): RootRelative {
  const degree = rootDegree(mode, chord);
  const anchor = floor + modulo(degree - floor, 7);
  let above = note.position - anchor;
  while (above > HIGHEST_ABOVE) above -= 7;
  while (above < LOWEST_ABOVE) above += 7;
  const plain = toPitch({ ...note, alter: 0 }, scaleOver(mode, chord), 0);
  const isPlain = plain === toPitch(note, scaleOf(mode), 0);
  return { above, alter: isPlain ? 0 : note.alter };
}

function isStepFrom(a: LineNote, b: LineNote): boolean {
  return Math.abs(a.position - b.position) === 1;
}

function lowPosition(notes: readonly LineNote[]): number {
  const sorted = notes.map(({ position }) => position).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)] ?? 0;
}
