// Scores state their key, metre, chords, parts and form. How much of that does the analysis hear in
// the MIDI data made of them? Shares are 0–1.

import { analyse } from "../../src/music/analyse/analyse.ts";
import type { Analysis, Section } from "../../src/music/analyse/analysis.ts";
import type { BarGrid } from "../../src/music/analyse/bar_grid.ts";
import { CHORD_INTERVALS } from "../../src/music/analyse/chord_templates.ts";
import { placeOf } from "../../src/music/analyse/quantise.ts";
import type { Track } from "../../src/music/midi/piece.ts";
import { arrangeScore } from "../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../src/music/notation/parse_score.ts";
import { placeSections } from "../../src/music/notation/place_sections.ts";
import { type Score, type ScoreChord, ticksPerBar } from "../../src/music/notation/score.ts";
import { gridOf } from "./analysed.ts";

export type ScoreAnswers = {
  readonly title: string;
  readonly isKeyRight: boolean;
  readonly isMeterRight: boolean;
  /** Of all eighths with a chord, those of the right root. */
  readonly roots: number;
  /** Of all eighths with a third in their chord, those of the right root and third. */
  readonly thirds: number;
  /** Of the notes of each part, those found in the role of its name. */
  readonly roles: ReadonlyMap<string, number>;
  /** Of the borders found, those that are right to the bar. */
  readonly borderPrecision: number;
  /** Of the right borders, those found. */
  readonly borderRecall: number;
  /** Of the pairs of bars with one letter, right or found, how many agree (F measure). */
  readonly letters: number;
};

/** Analyses the MIDI data of a score and compares. */
export function scoreAnswers(text: string): ScoreAnswers {
  const score = parseScore(text);
  const piece = arrangeScore(score);
  const [song, grid] = [analyse(piece), gridOf(piece)];
  return {
    title: score.title,
    isKeyRight: song.key.tonic === score.key.tonic && song.key.mode === modeOf(score),
    isMeterRight: `${song.meter.numerator}/${song.meter.denominator}` ===
      `${score.meter.numerator}/${score.meter.denominator}`,
    ...compareChords(song, placeSections(score).chords, grid),
    roles: new Map(piece.tracks.map((track) => [track.name, foundShare(track, song, grid)])),
    ...compareForms(song.sections, statedForm(score, grid)),
  };
}

/** The mean over several. */
export function meanOf(
  answers: readonly ScoreAnswers[],
  value: (one: ScoreAnswers) => number,
): number {
  return answers.reduce((sum, one) => sum + value(one), 0) / answers.length;
}

function modeOf({ key }: Score): string {
  return key.mode === "minor" || key.mode === "dorian" ? "minor" : "major";
}

const EIGHTH_TICKS = 240;

function compareChords({ chords }: Analysis, stated: readonly ScoreChord[], grid: BarGrid) {
  let [all, roots, withThird, thirds] = [0, 0, 0, 0];
  for (const { root, intervals, startTicks, durationTicks } of stated) {
    const third = thirdOf(intervals);
    for (let tick = 0; intervals.length > 0 && tick < durationTicks; tick += EIGHTH_TICKS) {
      const step = Math.round(grid.stepAt(startTicks + tick));
      const found = chords.findLast(({ startStep }) => startStep <= step)!;
      const isRoot = found.root === root;
      all++;
      if (isRoot) roots++;
      if (third !== undefined) withThird++;
      if (third !== undefined && isRoot && thirdOf(CHORD_INTERVALS[found.quality]) === third) {
        thirds++;
      }
    }
  }
  return { roots: roots / all, thirds: withThird > 0 ? thirds / withThird : 1 };
}

function thirdOf(intervals: readonly number[]): number | undefined {
  return intervals.find((interval) => interval === 3 || interval === 4);
}

function foundShare({ name, notes }: Track, { parts }: Analysis, grid: BarGrid): number {
  const part = parts.find(({ role }) => role === name.toLowerCase());
  const places = new Set(part?.notes.map(placeOf));
  const found = notes.filter(({ startTicks, pitch }) =>
    places.has(placeOf({ startStep: Math.round(grid.stepAt(startTicks)), pitch }))
  );
  return found.length / notes.length;
}

type Form = { readonly starts: readonly number[]; readonly letters: readonly string[] };

function statedForm(score: Score, grid: BarGrid): Form {
  const firstBar = Math.round(grid.stepAt(0) / grid.stepsPerBar);
  const barsPerBar = ticksPerBar(score.meter) / (EIGHTH_TICKS / 2) / grid.stepsPerBar;
  const letters = new Array<string>(firstBar).fill("upbeat");
  const starts: number[] = [];
  for (const { name, bars } of score.form) {
    starts.push(letters.length);
    // `A2` is `A` played in another way.
    for (let bar = 0; bar < bars * barsPerBar; bar++) letters.push(name.replace(/\d+$/, ""));
  }
  return { starts: starts.slice(1), letters };
}

function compareForms(sections: readonly Section[], stated: Form) {
  const starts = sections.slice(1).map(({ startBar }) => startBar);
  const right = starts.filter((start) => stated.starts.includes(start)).length;
  const letters = sections.flatMap(({ label, bars }) => new Array<string>(bars).fill(label));
  return {
    borderPrecision: right / Math.max(1, starts.length),
    borderRecall: right / Math.max(1, stated.starts.length),
    letters: pairAgreement(letters, stated.letters),
  };
}

function pairAgreement(found: readonly string[], stated: readonly string[]): number {
  let [both, either] = [0, 0];
  const bars = Math.min(found.length, stated.length);
  for (let bar = 0; bar < bars; bar++) {
    for (let other = 0; other < bar; other++) {
      const isFound = found[bar] === found[other];
      const isStated = stated[bar] === stated[other];
      if (isFound && isStated) both++;
      either += Number(isFound) + Number(isStated);
    }
  }
  return either > 0 ? 2 * both / either : 1;
}
