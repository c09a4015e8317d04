// The tempo a drummer would count. A rag written in slow 2/4 walks in quavers: its band counts twice
// as fast.

import type { Analysis } from "../../analyse/analysis.ts";
import { partOf } from "./material.ts";

/** Music without drums that is slower than this may be counted double. */
const MAX_DOUBLED_BPM = 90;
/** Strokes of bass and chords per quarter from which the quaver is the pulse. */
const MIN_STROKES_PER_QUARTER = 1.6;
const STEPS_PER_QUARTER = 4;

/** Quarters a minute as a band would count them. */
export function feltTempo(song: Analysis): number {
  const { tempoBpm, meter } = song;
  const isSimple = meter.denominator <= 4 && meter.numerator % 2 === 0;
  const isDoubled = isSimple && tempoBpm <= MAX_DOUBLED_BPM && !partOf(song, "drums") &&
    strokesPerQuarter(song) >= MIN_STROKES_PER_QUARTER;
  return isDoubled ? 2 * tempoBpm : tempoBpm;
}

function strokesPerQuarter(song: Analysis): number {
  const notes = (["bass", "chords"] as const).flatMap((role) => partOf(song, role)?.notes ?? []);
  const strokes = new Set(notes.map(({ startStep }) => startStep));
  const quarters = new Set([...strokes].map((step) => Math.floor(step / STEPS_PER_QUARTER)));
  return strokes.size / Math.max(1, quarters.size);
}
