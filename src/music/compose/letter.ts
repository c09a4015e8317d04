// What all sections of one letter share: chords, tune and grooves, composed once.

import { type BassGroove, drawBassGroove } from "./band/bass.ts";
import type { Cast } from "./plan/cast.ts";
import { type CompingGroove, drawCompingGroove } from "./band/comping.ts";
import { drawDrumGroove, type DrumGroove } from "./band/drums.ts";
import type { LetterCasts } from "./plan/casting.ts";
import { type ChordSpan, composeHarmony } from "./harmony.ts";
import { composeMelody, MAX_TUNE_NOTES_PER_SECOND, type Melody } from "./tune/melody.ts";
import type { MelodyModel } from "./learn/melody_model.ts";
import { stageFor } from "./part_stage.ts";
import type { Studio } from "./studio.ts";
import type { Stage } from "./tune/tune.ts";

export type Letter = {
  readonly name: string;
  readonly bars: number;
  readonly harmony: readonly ChordSpan[];
  readonly melody: Melody;
  readonly bass: BassGroove;
  readonly drums: DrumGroove;
  readonly comping: CompingGroove;
  /** Who sings the counter-melody. */
  readonly counter: Cast<MelodyModel>;
};

/** Composes the material of a letter, `bars` long; the first letter comes home, the others lead back. */
export function composeLetter(
  studio: Studio,
  casts: LetterCasts,
  { name, bars }: Pick<Letter, "name" | "bars">,
): Letter {
  const { grid, knobs } = studio;
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
    melody: composeMelody(casts.melody, {
      bars,
      stage,
      centre: melodyCentre(stage, name),
      isClosed: isFirst,
      maxDensity: MAX_TUNE_NOTES_PER_SECOND * studio.duration.secondsPerBar,
      knobs,
      pattern: casts.pattern,
    }, random.fork("melody")),
    bass: drawBassGroove(casts.bass, stage, knobs, random.fork("bass")),
    drums: drawDrumGroove(casts.drums, section, knobs, random.fork("drums")),
    comping: drawCompingGroove(casts.comping, knobs, random.fork("comping")),
    counter: casts.counter,
  };
}

/** The pitch a letter's tune moves around: contrasting letters sing higher or lower. */
export function melodyCentre({ lowest, highest }: Stage, name: string): number {
  const lift: Readonly<Record<string, number>> = { A: 0, B: 3, C: -2, D: 1 };
  return (lowest + highest) / 2 + (lift[name] ?? 0);
}
