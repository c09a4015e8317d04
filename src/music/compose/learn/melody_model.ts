// How a song moves its melody: steps along the scale, phrase by phrase, and its rhythm.

import type { Grid } from "../grid.ts";
import type { LineNote, Material } from "./material.ts";
import { learnRhythm, type RhythmModel } from "./rhythm.ts";
import { modulo } from "../scale.ts";
import { learnSequences, type SequenceModel } from "./sequence_model.ts";

/** From one note to the next: degrees up or down, and the alteration of the note reached. */
export type Move = { readonly delta: number; readonly alter: number };

export type MelodyModel = {
  readonly rhythm: RhythmModel;
  /** Tokens are moves, see `parseMove`. */
  readonly moves: SequenceModel;
  /** Moves in time, see `timedToken`: what the song sings, word by word. */
  readonly phrases: SequenceModel;
  /** Share of moves that repeat the note. */
  readonly repeats: number;
  /** How often a phrase begins before its bar. */
  readonly pickups: number;
};

const MAX_DELTA = 9;
/** The move that stays on its note. */
export const REPEAT = "0,0";

/** A tune with fewer kinds of moves, or more repeats, than this learns to move from another. */
const MIN_KINDS = 2;
const MAX_OWN_REPEATS = 0.45;

/** Learns rhythm and motion of a song's melody; one that hardly moves gets lessons of `teacher`. */
export function learnMelody(material: Material, teacher: Material, grid: Grid): MelodyModel {
  const phrases = phrasesOf(material, grid);
  const own = phrases.map((phrase) => movesOf(phrase).map(moveToken));
  const timed = phrases.map((phrase, i) =>
    own[i]!.map((token, k) =>
      timedToken(token, phrase[k + 1]!.step - phrase[k]!.step, phrase[k + 1]!.position)
    )
  );
  const moves = own.flat();
  const repeats = moves.filter((token) => token === REPEAT).length / Math.max(1, moves.length);
  const isStiff = new Set(moves).size < MIN_KINDS || repeats > MAX_OWN_REPEATS;
  const lessons = isStiff ? phrasesOf(teacher, grid) : [];
  const sequences = [...own, ...lessons.map((phrase) => movesOf(phrase).map(moveToken))];
  const early = phrases.filter(([first]) => startsEarly(first!, grid)).length;
  return {
    rhythm: learnRhythm(material.melody, grid, grid.stepsPerBeat / 2),
    moves: learnSequences(sequences),
    phrases: learnSequences(isStiff ? [] : timed),
    repeats,
    pickups: early / Math.max(1, phrases.length),
  };
}

export function parseMove(token: string): Move {
  const [delta, alter] = token.split(",");
  return { delta: Number(delta), alter: Number(alter) };
}

/**
 * A move, the steps since the note before and the degree of the scale it reaches: `2,0@4#4`. The
 * degree keeps a song's own semitones: a step up is a whole tone here and half of one there.
 */
export function timedToken(move: string, steps: number, position: number): string {
  return `${move}@${steps}#${modulo(position, 7)}`;
}

function moveToken({ delta, alter }: Move): string {
  return `${delta},${alter}`;
}

function phrasesOf({ melody, phraseStarts }: Material, grid: Grid): LineNote[][] {
  const starts = new Set(phraseStarts);
  const isStart = starts.size > 0
    ? (note: LineNote) => starts.has(note.step)
    : (note: LineNote, last: LineNote) => isBreath(note, last, grid);
  const phrases: LineNote[][] = [];
  melody.forEach((note, i) => {
    if (i === 0 || isStart(note, melody[i - 1]!)) phrases.push([]);
    phrases.at(-1)!.push(note);
  });
  return phrases;
}

// A breath of a beat or a long note ends a phrase.
function isBreath(note: LineNote, last: LineNote, grid: Grid): boolean {
  return note.step - (last.step + last.steps) >= grid.stepsPerBeat ||
    last.steps >= grid.stepsPerBar * 0.75;
}

// Leaps beyond a tenth are folded by octaves.
function movesOf(phrase: readonly LineNote[]): Move[] {
  return phrase.slice(1).map((note, i) => {
    let delta = note.position - phrase[i]!.position;
    while (delta > MAX_DELTA) delta -= 7;
    while (delta < -MAX_DELTA) delta += 7;
    return { delta, alter: note.alter };
  });
}

function startsEarly({ step }: LineNote, { stepsPerBar, stepsPerBeat }: Grid): boolean {
  return step % stepsPerBar >= stepsPerBar - stepsPerBeat;
}
