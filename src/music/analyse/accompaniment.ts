// What is neither melody nor bass: sustained layers make the pad, the others the chords.

import type { PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";
import { statsOf } from "./bar_stats.ts";
import { canSustain } from "./program_roles.ts";

/** The notes of a layer that no other role has taken. */
export type Rest = { readonly program: number; readonly notes: readonly PartNote[] };

export type Accompaniment = { readonly chords: readonly Rest[]; readonly pad: readonly Rest[] };

/** Chooses the layers that play the chords and the pad; the best come first. */
export function chooseAccompaniment(rests: readonly Rest[], grid: BarGrid): Accompaniment {
  const candidates = rests.filter(({ notes }) => notes.length >= MIN_NOTES)
    .map((rest) => ({ rest, isLong: isLong(rest, grid), worth: worthOf(rest, grid) }))
    .filter(({ worth }) => worth >= MIN_WORTH)
    .sort((a, b) => b.worth - a.worth);
  const longs = candidates.filter(({ isLong }) => isLong).map(({ rest }) => rest);
  const shorts = candidates.filter(({ isLong }) => !isLong).map(({ rest }) => rest);
  return shorts.length > 0
    ? { chords: enough(shorts), pad: enough(longs) }
    : { chords: enough(longs), pad: [] };
}

const MIN_NOTES = 4;
const MIN_WORTH = 0.1;
/** A pad's notes last this share of a bar on average. */
const MIN_PAD_SHARE = 0.4;
/** Single notes deeper than this are a second bass. */
const MIN_SINGLE_PITCH = 48;
/** Layers of single notes are joined until so many notes start together, or enough layers are. */
const ENOUGH_NOTES_PER_START = 2;
const MAX_LAYERS = 3;

function isLong({ program, notes }: Rest, { stepsPerBar }: BarGrid): boolean {
  return canSustain(program) && statsOf(notes).meanSteps >= stepsPerBar * MIN_PAD_SHARE;
}

/** How many bars it plays in, counted more the fuller it plays. */
function worthOf({ notes }: Rest, { bars, stepsPerBar }: BarGrid): number {
  const { notesPerStart, meanPitch } = statsOf(notes);
  if (meanPitch < MIN_SINGLE_PITCH && notesPerStart < ENOUGH_NOTES_PER_START) return 0;
  const played = new Set(notes.map(({ startStep }) => Math.floor(startStep / stepsPerBar))).size;
  return played / bars * Math.min(3, notesPerStart + 0.5);
}

function enough(rests: readonly Rest[]): Rest[] {
  const taken: Rest[] = [];
  let notesPerStart = 0;
  for (const rest of rests) {
    if (notesPerStart >= ENOUGH_NOTES_PER_START || taken.length === MAX_LAYERS) break;
    notesPerStart += statsOf(rest.notes).notesPerStart;
    taken.push(rest);
  }
  return taken;
}
