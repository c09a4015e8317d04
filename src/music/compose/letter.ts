// What all sections of one letter share: chords, tune and grooves, composed once.

import { type BassGroove, drawBassGroove } from "./bass.ts";
import { type CompingGroove, drawCompingGroove } from "./comping.ts";
import { drawDrumGroove, type DrumGroove } from "./drums.ts";
import { type ChordSpan, composeHarmony } from "./harmony.ts";
import { composeMelody } from "./melody.ts";
import { stageFor } from "./part_stage.ts";
import type { Studio } from "./studio.ts";
import type { Stage, TuneNote } from "./tune.ts";

export type Letter = {
  readonly name: string;
  readonly bars: number;
  readonly harmony: readonly ChordSpan[];
  readonly tune: readonly TuneNote[];
  readonly bass: BassGroove;
  readonly drums: DrumGroove;
  readonly comping: CompingGroove;
};

/** Notes per second that a tune may have on average. */
const MAX_TUNE_NOTES_PER_SECOND = 5.5;

/** Composes the material of a letter, `bars` long; the first letter comes home, the others lead back. */
export function composeLetter(studio: Studio, name: string, bars: number): Letter {
  const { grid, knobs, casts } = studio;
  const random = studio.random.fork("letter", name);
  const isFirst = name === "A";
  const harmony = composeHarmony(casts.harmony, {
    bars,
    isClosed: isFirst,
    startsHome: isFirst,
    grid,
    mode: studio.mode,
    knobs,
  }, random.fork("harmony"));
  const stage = stageFor(studio, harmony, "melody");
  const section = "ABCD".indexOf(name);
  return {
    name,
    bars,
    harmony,
    tune: composeMelody(casts.melody, {
      bars,
      stage,
      centre: melodyCentre(stage, name),
      isClosed: isFirst,
      maxDensity: MAX_TUNE_NOTES_PER_SECOND * studio.duration.secondsPerBar,
      knobs,
    }, random.fork("melody")),
    bass: drawBassGroove(casts.bass, stage, knobs, random.fork("bass")),
    drums: drawDrumGroove(casts.drums, section, knobs, random.fork("drums")),
    comping: drawCompingGroove(casts.comping, knobs, random.fork("comping")),
  };
}

/** The pitch a letter's tune moves around: contrasting letters sing higher or lower. */
export function melodyCentre({ lowest, highest }: Stage, name: string): number {
  const lift: Readonly<Record<string, number>> = { A: 0, B: 3, C: -2, D: 1 };
  return (lowest + highest) / 2 + (lift[name] ?? 0);
}
