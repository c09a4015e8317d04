// The chords of a song: for each beat how likely every chord makes what is heard, then the likeliest
// way through them when changes have a price, lowest at the bar line.

import type { Chord, Key, KeyArea, Mode, PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";
import { chordBeat } from "./chord_beat.ts";
import { ALL_CHORDS, bassLogs, RARITY, strangeness, toneLogs } from "./chord_templates.ts";
import { MAX_COUNTED_STEPS, pitchClassSteps, type Spans } from "./pitch_classes.ts";
import { bestPath } from "./viterbi.ts";

/** Finds chords that cover all bars without gap; none when there is no pitched note. */
export function findChords(
  notes: readonly PartNote[],
  grid: BarGrid,
  areas: readonly KeyArea[],
): Chord[] {
  if (notes.length === 0) return [];
  const beatSteps = chordBeat(grid.meter);
  const beatsPerBar = grid.stepsPerBar / beatSteps;
  const beats: Spans = { count: grid.bars * beatsPerBar, stepsPerSpan: beatSteps };
  const tables = new Map(areas.map(({ key }) => [key, createTable(key, beatsPerBar)]));
  const tableAt = areas.flatMap(({ key, bars }) =>
    new Array<ChordTable>(bars * beatsPerBar).fill(tables.get(key)!)
  );
  const path = bestPath({
    fits: beatFits(notes, beats, tableAt),
    changeCosts: (beat) => tableAt[beat]!.changeCosts[beat % beatsPerBar]!,
  });
  return toChords(path, beatSteps);
}

/** In nats: at the bar line, in the middle of the bar, elsewhere. */
const CHANGE_COST = { barLine: 1.5, middle: 3, elsewhere: 4 };
/** How many independent notes a full beat of sound counts as, and how many its bass. */
const NOTES_PER_BEAT = 5;
const BASS_NOTES_PER_BEAT = 0.75;
/** This share of a chord's rarity it must make good on every beat. */
const RARITY_PER_BEAT = 0.35;
/** The lowest note says less when it is not low. */
const MAX_BASS_PITCH = 60;
const HIGH_BASS_SHARE = 0.3;

/** What is known of every chord in one key. */
type ChordTable = {
  /** For each pitch class how likely it is in every chord. */
  readonly tones: readonly Float64Array[];
  /** For each beat of the bar what a change to every chord costs. */
  readonly changeCosts: readonly Float64Array[];
};

const PITCH_CLASSES = Array.from({ length: 12 }, (_, pitchClass) => pitchClass);
const BASS_TABLE = byPitchClass(ALL_CHORDS.map(bassLogs));
const RARITY_TABLE = Float64Array.from(
  ALL_CHORDS,
  ({ quality }) => RARITY[quality] * RARITY_PER_BEAT,
);

/** All keys of one mode are this one on C, moved. */
const ON_C = { major: tableOnC("major"), minor: tableOnC("minor") };

function tableOnC(mode: Mode) {
  const key: Key = { tonic: 0, mode };
  return {
    tones: byPitchClass(ALL_CHORDS.map((chord) => toneLogs(chord, key))),
    strangeness: ALL_CHORDS.map((chord) => strangeness(chord, key)),
  };
}

function createTable({ tonic, mode }: Key, beatsPerBar: number): ChordTable {
  const { tones, strangeness } = ON_C[mode];
  const places = ALL_CHORDS.map(({ root }, index) => index - root + (root - tonic + 12) % 12);
  return {
    tones: PITCH_CLASSES.map((pitchClass) => {
      const logs = tones[(pitchClass - tonic + 12) % 12]!;
      return Float64Array.from(places, (place) => logs[place]!);
    }),
    changeCosts: Array.from({ length: beatsPerBar }, (_, beat) => {
      const cost = changeCost(beat, beatsPerBar);
      return Float64Array.from(places, (place) => cost + strangeness[place]!);
    }),
  };
}

function byPitchClass(logsOfChords: readonly ArrayLike<number>[]): Float64Array[] {
  return PITCH_CLASSES.map((pitchClass) =>
    Float64Array.from(logsOfChords, (logs) => logs[pitchClass]!)
  );
}

function changeCost(beat: number, beatsPerBar: number): number {
  if (beat === 0) return CHANGE_COST.barLine;
  return beat * 2 === beatsPerBar ? CHANGE_COST.middle : CHANGE_COST.elsewhere;
}

function beatFits(
  notes: readonly PartNote[],
  beats: Spans,
  tableAt: readonly ChordTable[],
): Float64Array[] {
  const sounding = pitchClassSteps(notes, beats);
  const lowest = lowestPitches(notes, beats);
  return tableAt.map(({ tones }, beat) => {
    const pitchClasses = sounding.subarray(beat * 12, beat * 12 + 12);
    const total = pitchClasses.reduce((sum, steps) => sum + steps, 0);
    const weight = total > 0 ? Math.min(1, total / beats.stepsPerSpan) * NOTES_PER_BEAT / total : 0;
    const fits = new Float64Array(ALL_CHORDS.length);
    addScaled(fits, RARITY_TABLE, -1);
    addScaled(fits, BASS_TABLE[lowest[beat]! % 12]!, bassWeight(lowest[beat]!));
    pitchClasses.forEach((steps, pitchClass) =>
      addScaled(fits, tones[pitchClass]!, weight * steps)
    );
    return fits;
  });
}

function bassWeight(pitch: number): number {
  if (pitch > 127) return 0;
  return BASS_NOTES_PER_BEAT * (pitch < MAX_BASS_PITCH ? 1 : HIGH_BASS_SHARE);
}

function addScaled(sums: Float64Array, values: Float64Array, scale: number): void {
  if (scale === 0) return;
  for (let index = 0; index < sums.length; index++) sums[index]! += values[index]! * scale;
}

/** The lowest pitch that sounds in each beat; 128 where none does. */
function lowestPitches(notes: readonly PartNote[], { count, stepsPerSpan }: Spans): Uint8Array {
  const lowest = new Uint8Array(count).fill(128);
  for (const { startStep, steps, pitch } of notes) {
    const end = startStep + Math.min(steps, MAX_COUNTED_STEPS);
    const last = Math.min(count - 1, Math.floor((end - 1) / stepsPerSpan));
    for (let beat = Math.floor(startStep / stepsPerSpan); beat <= last; beat++) {
      lowest[beat] = Math.min(lowest[beat]!, pitch);
    }
  }
  return lowest;
}

function toChords(path: readonly number[], beatSteps: number): Chord[] {
  const chords: Chord[] = [];
  path.forEach((state, beat) => {
    const last = chords.at(-1);
    if (last && state === path[beat - 1]) {
      chords[chords.length - 1] = { ...last, steps: last.steps + beatSteps };
    } else chords.push({ startStep: beat * beatSteps, steps: beatSteps, ...ALL_CHORDS[state]! });
  });
  return chords;
}
