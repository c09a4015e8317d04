// Runs the composer and looks at what it made.

import { analyseForBlend } from "../../src/music/analyse/analyse_for_blend.ts";
import type { Analysis } from "../../src/music/analyse/analysis.ts";
import { compose } from "../../src/music/compose/compose.ts";
import type {
  BarNote,
  ComposedBars,
  ComposeOptions,
  Composition,
  Sources,
} from "../../src/music/compose/composition.ts";
import type { Note, Piece } from "../../src/music/midi/piece.ts";
import { arrangeScore } from "../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../src/music/notation/parse_score.ts";
import { STARTER_CATALOGUE } from "../../catalogue/starter_songs.ts";

export const OPTIONS: ComposeOptions = {
  temperature: 0.8,
  creativity: 0.7,
  lengthSeconds: 30,
  seed: 7,
  weights: [1, 1, 1],
};

export type Composed = Composition & { readonly bars: readonly ComposedBars[] };

/** Composes to the end. */
export function composeAll(sources: Sources, changes: Partial<ComposeOptions> = {}): Composed {
  const bars: ComposedBars[] = [];
  const composing = compose(sources, { ...OPTIONS, ...changes });
  let step = composing.next();
  for (; !step.done; step = composing.next()) bars.push(step.value);
  return { ...step.value, bars };
}

/** Every note that the bars told. */
export function toldNotes({ bars }: Composed): readonly BarNote[] {
  return bars.flatMap(({ notes }) => notes);
}

/** How long a piece of one tempo lasts. */
export function secondsOf({ durationTicks, ticksPerQuarter, tempos }: Piece): number {
  return durationTicks / ticksPerQuarter * tempos[0]!.microsecondsPerQuarter / 1e6;
}

/** The notes of a track by its name; none when the piece has no such track. */
export function notesIn(piece: Piece, name: string): readonly Note[] {
  return piece.tracks.find((track) => track.name === name)?.notes ?? [];
}

/** Start, end and pitch of the notes of a track in sixteenths. */
export function gridNotes(
  piece: Piece,
  name: string,
): { step: number; end: number; pitch: number }[] {
  const ticks = piece.ticksPerQuarter / 4;
  return notesIn(piece, name).map(({ startTicks, durationTicks, pitch }) => {
    const step = Math.max(0, Math.round(startTicks / ticks));
    return {
      step,
      end: Math.max(step + 1, Math.round((startTicks + durationTicks) / ticks)),
      pitch,
    };
  });
}

const analyses = new Map<number, Analysis>();

/** The analysis of a starter song, made once. */
export function starterSong(index: number): Analysis {
  const { scores } = STARTER_CATALOGUE;
  const at = index % scores.length;
  const known = analyses.get(at);
  if (known) return known;
  const made = analyseForBlend(arrangeScore(parseScore(scores[at]!)));
  analyses.set(at, made);
  return made;
}

/** Three different starter songs. */
export function starterTriple(index: number): Sources {
  return [starterSong(index), starterSong(index * 5 + 7), starterSong(index * 7 + 11)];
}
