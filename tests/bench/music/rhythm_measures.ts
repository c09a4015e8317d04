// When a piece plays and when it rests.

import { pitchedNotes, type Score, type ScoreNote, STEPS_PER_BEAT } from "./score.ts";

/** How alike the onsets of neighbouring bars are: 1 is the same rhythm throughout. */
export function grooveConsistency(score: Score): number {
  const bars = onsetsByBar(score);
  return mean(bars.slice(1).map((bar, index) => likeness(bars[index]!, bar)));
}

/** The same over all pairs of bars: MusDr's grooving similarity. */
export function grooveSimilarity(score: Score): number {
  const bars = onsetsByBar(score);
  return mean(
    bars.flatMap((bar, index) => bars.slice(index + 1).map((other) => likeness(bar, other))),
  );
}

/** Share of the beats in which nothing sounds. */
export function emptyBeatRate({ tracks, bars, stepsPerBar }: Score): number {
  const beats = Math.ceil(bars * stepsPerBar / STEPS_PER_BEAT);
  const sounding = new Set<number>();
  for (const { step, steps } of tracks.flatMap(({ notes }) => notes)) {
    for (let at = step; at < step + steps; at++) sounding.add(Math.floor(at / STEPS_PER_BEAT));
  }
  return 1 - Math.min(sounding.size, beats) / beats;
}

/** Share of the sounding sixteenths in which two pitches or more sound. */
export function polyphony(notes: readonly ScoreNote[]): number {
  const pitches = new Map<number, Set<number>>();
  for (const { step, steps, pitch } of notes) {
    for (let at = step; at < step + steps; at++) {
      const there = pitches.get(at);
      if (there) there.add(pitch);
      else pitches.set(at, new Set([pitch]));
    }
  }
  return [...pitches.values()].filter(({ size }) => size >= 2).length / Math.max(1, pitches.size);
}

export function notesPerBeat(score: Score): number {
  return pitchedNotes(score).length / (score.bars * score.stepsPerBar / STEPS_PER_BEAT);
}

function onsetsByBar(score: Score): boolean[][] {
  const bars = Array.from(
    { length: score.bars },
    () => new Array<boolean>(score.stepsPerBar).fill(false),
  );
  for (const { step } of pitchedNotes(score)) {
    bars[Math.floor(step / score.stepsPerBar)]![step % score.stepsPerBar] = true;
  }
  return bars;
}

function likeness(bar: readonly boolean[], other: readonly boolean[]): number {
  return bar.filter((isOnset, step) => isOnset === other[step]).length / bar.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
