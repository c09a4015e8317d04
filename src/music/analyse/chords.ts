// The chords of a song: for each beat how likely every chord makes what is heard, then the likeliest
// way through them when changes have a price, lowest at the bar line.

import type { Chord, Key, KeyArea, PartNote } from "./analysis.ts";
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
  const tables = new Map(areas.map(({ key }) => [key, createTable(key)]));
  const tableAt = areas.flatMap(({ key, bars }) =>
    new Array<ChordTable>(bars * beatsPerBar).fill(tables.get(key)!)
  );
  const fits = beatFits(notes, beats, tableAt);
  const path = bestPath(beats.count, {
    states: ALL_CHORDS.length,
    fit: (beat, chord) => fits[beat]![chord]!,
    changeCost: (beat, chord) =>
      changeCost(beat % beatsPerBar, beatsPerBar) + tableAt[beat]!.strangeness[chord]!,
  });
  return toChords(path, beatSteps);
}

/** In nats: at the bar line, in the middle of the bar, elsewhere. */
const CHANGE_COST = { barLine: 1.5, middle: 2.5, elsewhere: 4 };
/** How many independent notes a full beat of sound counts as, and how many its bass. */
const NOTES_PER_BEAT = 5;
const BASS_NOTES_PER_BEAT = 1.5;
/** This share of a chord's rarity it must make good on every beat. */
const RARITY_PER_BEAT = 0.35;
/** The lowest note says less when it is not low. */
const MAX_BASS_PITCH = 60;
const HIGH_BASS_SHARE = 0.3;

/** What is known of every chord in one key. */
type ChordTable = {
  readonly tones: readonly (readonly number[])[];
  readonly strangeness: readonly number[];
};

const BASS_TABLE = ALL_CHORDS.map(bassLogs);
const RARITY_TABLE = ALL_CHORDS.map(({ quality }) => RARITY[quality] * RARITY_PER_BEAT);

function createTable(key: Key): ChordTable {
  return {
    tones: ALL_CHORDS.map((chord) => toneLogs(chord, key)),
    strangeness: ALL_CHORDS.map((chord) => strangeness(chord, key)),
  };
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
    const bass = lowest[beat]!;
    const bassWeight = bass > 127
      ? 0
      : BASS_NOTES_PER_BEAT * (bass < MAX_BASS_PITCH ? 1 : HIGH_BASS_SHARE);
    return Float64Array.from(tones, (logs, chord) => {
      let fit = bassWeight * BASS_TABLE[chord]![bass % 12]! - RARITY_TABLE[chord]!;
      for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
        fit += weight * pitchClasses[pitchClass]! * logs[pitchClass]!;
      }
      return fit;
    });
  });
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
