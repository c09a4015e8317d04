// The counter-melody: it answers in the tune's rests and under its long notes, from whichever song
// has the turn; elsewhere it sings a third or sixth below the notes that are felt.

import type { Cast } from "../plan/cast.ts";
import type { Knobs } from "../plan/knobs.ts";
import { drawIdea } from "./melody_idea.ts";
import type { MelodyModel } from "../learn/melody_model.ts";
import type { Random } from "../random.ts";
import { cutOnsets, drawRhythm, type Onset } from "../learn/rhythm.ts";
import { degreeNear, isChordTone, isStrong, soundOf, type Stage, type TuneNote } from "./tune.ts";

export type CounterTask = {
  readonly bars: number;
  readonly stage: Stage;
  readonly tune: readonly TuneNote[];
  readonly knobs: Knobs;
};

const IDEA_BARS = 2;
/** Onsets per bar of an answer, before those that would disturb the tune are left out. */
const ANSWER_DENSITY = 4;
/** Intervals below the tune, the sweetest first. */
const BELOW = [3, 4, 8, 9, 5, 7, 12];

/** Composes a counter-melody to a tune. */
export function composeCounter(
  cast: Cast<MelodyModel>,
  task: CounterTask,
  random: Random,
): TuneNote[] {
  const { stage, bars, tune } = task;
  const line: TuneNote[] = [];
  for (let bar = 0; bar < bars; bar += IDEA_BARS) {
    const span = {
      step: bar * stage.grid.stepsPerBar,
      steps: Math.min(IDEA_BARS, bars - bar) * stage.grid.stepsPerBar,
    };
    const answers = drawAnswers(cast, task, span, random);
    const shadows = tune.filter((note) => isWithin(note, span) && isStrong(note, stage))
      .filter((note) => !answers.some((answer) => Math.abs(answer.step - note.step) < 2))
      .flatMap((note) => shadow(note, stage));
    line.push(...[...answers, ...shadows].sort((a, b) => a.step - b.step));
  }
  return line.map((note, i) => ({
    ...note,
    steps: Math.min(note.steps, (line[i + 1]?.step ?? Infinity) - note.step),
  }));
}

function drawAnswers(
  cast: Cast<MelodyModel>,
  { stage, tune, knobs }: CounterTask,
  span: Onset,
  random: Random,
): TuneNote[] {
  const source = cast.next();
  const model = cast.modelOf(source);
  const bars = span.steps / stage.grid.stepsPerBar;
  const density = Math.min(ANSWER_DENSITY, model.rhythm.density);
  const drawn = drawRhythm(model.rhythm, { bars, grid: stage.grid, knobs, density }, random);
  const onsets = cutOnsets(drawn, span.steps)
    .map((onset) => ({ ...onset, step: onset.step + span.step }))
    .filter((onset) => !disturbs(onset, tune, stage));
  if (onsets.length === 0) return [];
  const centre = (stage.lowest + stage.highest) / 2;
  return drawIdea({ model, source, stage, onsets, centre, landing: "chord", knobs }, random);
}

// An answer waits until the tune has rested or held for a beat, and gives way to its next note.
function disturbs({ step }: Onset, tune: readonly TuneNote[], { grid }: Stage): boolean {
  return tune.some((note) => note.step > step - grid.stepsPerBeat && note.step < step + 2);
}

function shadow(note: TuneNote, stage: Stage): TuneNote[] {
  const pitch = soundOf(note, note.step, stage);
  const found = BELOW.map((interval) => pitch - interval).find((below) =>
    below >= stage.lowest && below <= stage.highest && isChordTone(below, note.step, stage)
  );
  if (found === undefined) return [];
  const degree = degreeNear(found, note.step, stage);
  const steps = Math.max(note.steps, stage.grid.stepsPerBeat);
  return [{ step: note.step, steps, ...degree, source: note.source }];
}

function isWithin({ step }: Onset, span: Onset): boolean {
  return step >= span.step && step < span.step + span.steps;
}
