// What a song lends to the piece: its notes as degrees, on the grid and near the tempo of the piece.

import type { Analysis, Part, PartNote, Role, Section } from "../../analyse/analysis.ts";
import type { Source } from "../composition.ts";
import type { Grid } from "../grid.ts";
import { localKeys } from "./local_key.ts";
import { type Degree, toDegree } from "../scale.ts";
import { chordsInMode, type TimedHarmony } from "./song_chords.ts";
import { fitTime, type TimeFit } from "./time_fit.ts";

/** Notes of one part that are learnt from; a longer part is cut. */
export const MAX_LEARNT_NOTES = 4_000;
/** Bars of a song that are looked at; a longer song is cut. */
export const MAX_LEARNT_BARS = 600;

export type LineNote = Degree & {
  readonly step: number;
  readonly steps: number;
  readonly velocity: number;
};

export type Hit = { readonly step: number; readonly key: number; readonly velocity: number };

export type Material = {
  readonly source: Source;
  readonly bars: number;
  readonly chords: readonly TimedHarmony[];
  readonly sections: readonly Section[];
  /** One note at a time. */
  readonly melody: readonly LineNote[];
  /** Steps at which its phrases begin. */
  readonly phraseStarts: readonly number[];
  /** One note at a time. */
  readonly bass: readonly LineNote[];
  readonly comping: readonly LineNote[];
  readonly drums: readonly Hit[];
  readonly programs: Readonly<Partial<Record<Role, number>>>;
  /** How far the players are off the grid at each step of a beat, in steps. */
  readonly swing: readonly number[];
};

/** How the song is heard in the new piece. */
export type Hearing = {
  readonly grid: Grid;
  readonly tempoBpm: number;
  readonly mode: Analysis["key"]["mode"];
};

const PERCUSSION_KEYS = { lowest: 35, highest: 81 };
const MAX_SWING_STEPS = 0.35;

/** Brings a song to the grid, tempo and mode of the piece. */
export function learnMaterial(song: Analysis, source: Source, hearing: Hearing): Material {
  const time = fitTime(song, hearing.grid, hearing.tempoBpm);
  const lastStep = MAX_LEARNT_BARS * hearing.grid.stepsPerBar;
  const notesOf = (role: Role) => partOf(song, role)?.notes.slice(0, MAX_LEARNT_NOTES) ?? [];
  const line = (role: Role) => degreesOf(notesOf(role), song, time, lastStep);
  const chords = line("chords");
  return {
    source,
    bars: Math.min(MAX_LEARNT_BARS, Math.max(1, time.bar(song.bars))),
    chords: chordsInMode(song, hearing.mode, (step) => Math.min(lastStep, time.position(step))),
    sections: song.sections.map((section) => fitSection(section, time)),
    melody: oneAtATime(line("melody"), true),
    phraseStarts: (song.phrases ?? []).flatMap(({ startStep }) => time.steps(startStep)),
    bass: oneAtATime(line("bass"), false),
    comping: chords.length > 0 ? chords : line("pad"),
    drums: hitsOf(notesOf("drums"), time, lastStep),
    programs: Object.fromEntries(song.parts.map((part) => [part.role, part.program])),
    swing: swingOf(song, time, hearing.grid),
  };
}

/** The part of a song that plays a role. */
export function partOf(song: Analysis, role: Role): Part | undefined {
  return song.parts.find((part) => part.role === role);
}

function fitSection({ label, startBar, bars }: Section, time: TimeFit): Section {
  const start = time.bar(startBar);
  return { label, startBar: start, bars: Math.max(1, time.bar(startBar + bars) - start) };
}

function degreesOf(
  notes: readonly PartNote[],
  song: Analysis,
  time: TimeFit,
  lastStep: number,
): LineNote[] {
  const keyAt = localKeys(song);
  return notes.flatMap(({ startStep, steps, pitch, velocity }) =>
    time.steps(startStep).filter((step) => step < lastStep).map((step) => ({
      step,
      steps: time.length(steps),
      velocity,
      ...toDegree(pitch, keyAt(startStep)),
    }))
  ).sort((a, b) => a.step - b.step || a.position - b.position);
}

function oneAtATime(notes: readonly LineNote[], keepHighest: boolean): LineNote[] {
  const kept: LineNote[] = [];
  for (const note of notes) {
    const last = kept.at(-1);
    if (last?.step !== note.step) kept.push(note);
    else if (keepHighest) kept[kept.length - 1] = note;
  }
  return kept.map((note, i) => ({
    ...note,
    steps: Math.min(note.steps, (kept[i + 1]?.step ?? Infinity) - note.step),
  }));
}

function hitsOf(notes: readonly PartNote[], time: TimeFit, lastStep: number): Hit[] {
  const { lowest, highest } = PERCUSSION_KEYS;
  return notes
    .filter(({ pitch }) => pitch >= lowest && pitch <= highest)
    .flatMap(({ startStep, pitch, velocity }) =>
      time.steps(startStep).map((step) => ({ step, key: pitch, velocity }))
    )
    .filter(({ step }) => step < lastStep)
    .sort((a, b) => a.step - b.step || a.key - b.key);
}

// Drummers show the feel best; without them everybody is asked.
function swingOf(song: Analysis, time: TimeFit, { stepsPerBeat }: Grid): number[] {
  const drums = partOf(song, "drums");
  const notes = (drums ? [drums] : song.parts)
    .flatMap((part) => part.notes.slice(0, MAX_LEARNT_NOTES));
  const sums = Array.from({ length: stepsPerBeat }, () => ({ offset: 0, count: 2 }));
  for (const { startStep, offsetSteps } of notes) {
    for (const step of time.steps(startStep)) {
      const sum = sums[step % stepsPerBeat]!;
      sum.offset += Math.max(-MAX_SWING_STEPS, Math.min(MAX_SWING_STEPS, offsetSteps));
      sum.count++;
    }
  }
  return sums.map(({ offset, count }, i) => i === 0 ? 0 : offset / count);
}
