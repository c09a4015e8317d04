// A MIDI file as the bench sees it: on a grid of sixteenths laid by the file itself. It shares
// nothing with the analysis that it checks.

import type { Piece, Track } from "../../../src/music/midi/piece.ts";

export type ScoreNote = { readonly step: number; readonly steps: number; readonly pitch: number };

export type ScoreTrack = {
  readonly name: string;
  readonly isDrums: boolean;
  /** In order of `step`, then `pitch`; one for each step and pitch. */
  readonly notes: readonly ScoreNote[];
};

export type Score = {
  readonly tracks: readonly ScoreTrack[];
  /** Of the meter that lasts longest. */
  readonly stepsPerBar: number;
  readonly bars: number;
};

/** A quarter note, whatever the meter. */
export const STEPS_PER_BEAT = 4;

/** Puts a piece on its sixteenths; `pace` 2 hears it at half the speed, so in twice as many. */
export function toScore(piece: Piece, pace = 1): Score {
  const stepsPerTick = STEPS_PER_BEAT * pace / piece.ticksPerQuarter;
  const stepsPerBar = longestBar(piece);
  const tracks = piece.tracks.map((track) => toScoreTrack(track, stepsPerTick));
  const notes = tracks.flatMap((track) => track.notes);
  const firstBar = Math.floor(
    notes.reduce((first, { step }) => Math.min(first, step), Infinity) / stepsPerBar,
  );
  const end = notes.reduce((last, { step, steps }) => Math.max(last, step + steps), 0);
  const offset = Number.isFinite(firstBar) ? firstBar * stepsPerBar : 0;
  return {
    tracks: tracks.map((track) => moveBack(track, offset)),
    stepsPerBar,
    bars: Math.ceil((end - offset) / stepsPerBar),
  };
}

/** The notes of all tracks but the drums, in order. */
export function pitchedNotes({ tracks }: Score): ScoreNote[] {
  return tracks.filter(({ isDrums }) => !isDrums).flatMap(({ notes }) => notes)
    .sort((a, b) => a.step - b.step || a.pitch - b.pitch);
}

const DRUM_CHANNEL = 9;

function toScoreTrack({ name, channel, notes }: Track, stepsPerTick: number): ScoreTrack {
  const byPlace = new Map<number, ScoreNote>();
  for (const { startTicks, durationTicks, pitch } of notes) {
    const step = Math.round(startTicks * stepsPerTick);
    const steps = Math.max(1, Math.round(durationTicks * stepsPerTick));
    const other = byPlace.get(step * 128 + pitch);
    if (!other || other.steps < steps) byPlace.set(step * 128 + pitch, { step, steps, pitch });
  }
  const sorted = [...byPlace].sort(([a], [b]) => a - b).map(([, note]) => note);
  return { name, isDrums: channel === DRUM_CHANNEL, notes: sorted };
}

function moveBack(track: ScoreTrack, offset: number): ScoreTrack {
  return { ...track, notes: track.notes.map((note) => ({ ...note, step: note.step - offset })) };
}

function longestBar({ meters, durationTicks }: Piece): number {
  const stretches = meters.map(({ startTicks, numerator, denominator }, index) => ({
    steps: Math.max(1, Math.round(numerator * 16 / denominator)),
    ticks: (meters[index + 1]?.startTicks ?? durationTicks) - startTicks,
  }));
  return stretches.reduce((a, b) => b.ticks > a.ticks ? b : a).steps;
}
