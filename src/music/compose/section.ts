// One section of the piece: the material of its letter, played by the parts that its place in the
// form asks for, changed a little when it returns.

import { playBass, rootPitch } from "./bass.ts";
import { playComping } from "./comping.ts";
import { composeCounter } from "./counter_melody.ts";
import { playDrums } from "./drums.ts";
import { type Ending, endPart, finalBars, planEnding } from "./ending.ts";
import { PHRASE_BARS, type SectionPlan } from "./form.ts";
import {
  type ChordSpan,
  closeHarmony,
  drawApproach,
  openHarmony,
  sliceHarmony,
} from "./harmony.ts";
import { tonicOf } from "./harmony_model.ts";
import { isDistorted, type PartName, partRange } from "./instruments.ts";
import { layersOf } from "./layers.ts";
import { type Letter, melodyCentre, melodyStage } from "./letter.ts";
import { land } from "./melody_idea.ts";
import { playPad } from "./pad.ts";
import type { Random } from "./random.ts";
import { restate } from "./restate.ts";
import type { Studio } from "./studio.ts";
import { PLAIN_VELOCITY, type Tone } from "./tone.ts";
import { soundOf, type Stage, type TuneNote } from "./tune.ts";
import { voiceChord } from "./voicing.ts";

export type Section = {
  readonly harmony: readonly ChordSpan[];
  readonly parts: Readonly<Partial<Record<PartName, readonly Tone[]>>>;
};

/** Plays a section. */
export function playSection(studio: Studio, letter: Letter, plan: SectionPlan): Section {
  const random = studio.random.fork("section", plan.startBar);
  const harmony = harmonyOf(studio, letter, plan, random);
  const ending = plan.isLast ? endingOf(studio, plan) : undefined;
  const players = playersOf({ studio, letter, plan, harmony, ending, random });
  const parts = layersOf(plan).map((part) => [part, players[part]()] as const);
  return { harmony, parts: Object.fromEntries(parts) };
}

type Scene = {
  readonly studio: Studio;
  readonly letter: Letter;
  readonly plan: SectionPlan;
  readonly harmony: readonly ChordSpan[];
  readonly ending: Ending | undefined;
  readonly random: Random;
};

function playersOf(scene: Scene): Readonly<Record<PartName, () => Tone[]>> {
  const { studio, letter, plan, harmony, ending, random } = scene;
  const { grid, instruments, casts, knobs } = studio;
  const tune = plan.kind === "intro" ? [] : tuneOf(scene);
  const stage = (part: PartName) => stageOf(scene, part);
  const sound = (notes: readonly TuneNote[], on: Stage) =>
    notes.map((note): Tone => ({
      step: note.step,
      steps: note.steps,
      pitch: soundOf(note, note.step, on),
      velocity: PLAIN_VELOCITY,
      source: note.source,
    }));
  const close = (tones: Tone[], pitches: readonly number[]) =>
    endWith(tones, pitches, harmony, ending);
  return {
    melody: () => sound(tune, stage("melody")),
    counter: () => {
      const on = stage("counter");
      const line = composeCounter(
        casts.melody,
        { bars: plan.bars, stage: on, tune, knobs },
        random.fork("counter"),
      );
      return close(sound(line, on), lastChord(studio, "counter").slice(-1));
    },
    chords: () => {
      const style = isDistorted(instruments.chords) ? "power" : "close";
      const tones = playComping(letter.comping, {
        bars: plan.bars,
        grid,
        harmony,
        range: stage("chords"),
        style,
      });
      return close(tones, lastChord(studio, "chords"));
    },
    pad: () => close(playPad(harmony, stage("pad"), grid), lastChord(studio, "pad")),
    bass: () => {
      const on = stage("bass");
      const tones = playBass(letter.bass, on, plan.bars, random.fork("bass"));
      return close(tones, [rootPitch(harmony.at(-1)!, on)]);
    },
    drums: () =>
      playDrums(letter.drums, {
        bars: plan.bars,
        grid,
        energy: drumEnergy(plan),
        isArrival: plan.startBar > 0 || plan.kind === "body",
        ...(ending ? { endBar: ending.step / grid.stepsPerBar } : {}),
      }, random.fork("drums")),
  };
}

function stageOf({ studio, harmony }: Scene, part: PartName): Stage {
  const { grid, mode, tonic, instruments } = studio;
  return { grid, mode, tonic, harmony, ...partRange(part, instruments[part]) };
}

function harmonyOf(
  studio: Studio,
  letter: Letter,
  plan: SectionPlan,
  random: Random,
): ChordSpan[] {
  const { grid, mode, casts } = studio;
  const steps = plan.bars * grid.stepsPerBar;
  const slice = sliceHarmony(letter.harmony, startInLetter(letter, plan) * grid.stepsPerBar, steps);
  const leading = drawApproach(casts.harmony.modelOf(casts.harmony.leader), random);
  if (plan.isLast) {
    const tonicBars = lastBars(studio);
    return closeHarmony(slice, { bars: plan.bars, grid, mode, leading, tonicBars });
  }
  return plan.kind === "intro"
    ? openHarmony(slice, { bars: plan.bars, grid, mode, leading })
    : slice;
}

// An outro echoes the last phrase of its letter.
function startInLetter(letter: Letter, { kind }: SectionPlan): number {
  return kind === "outro" ? Math.max(0, letter.bars - PHRASE_BARS) : 0;
}

function tuneOf({ studio, letter, plan, harmony, ending, random }: Scene): TuneNote[] {
  const barSteps = studio.grid.stepsPerBar;
  const from = startInLetter(letter, plan) * barSteps;
  const end = Math.min(ending?.step ?? Infinity, plan.bars * barSteps);
  const slice = letter.tune
    .filter(({ step }) => step >= from && step - from < end)
    .map((note) => ({
      ...note,
      step: note.step - from,
      steps: Math.min(note.steps, end - (note.step - from)),
    }));
  const stage = melodyStage(studio, harmony);
  const isFirst = plan.visit === 0 && plan.kind === "body" && !plan.isLast;
  const variation = plan.name.endsWith("'") ? studio.knobs.variation : studio.knobs.variation / 2;
  const tune = isFirst ? slice : restate(slice, {
    stage,
    centre: melodyCentre(stage, letter.name),
    variation,
  }, random.fork("tune"));
  return ending ? withLastNote(tune, ending, letter, stage) : tune;
}

function withLastNote(
  tune: readonly TuneNote[],
  { step, steps }: Ending,
  letter: Letter,
  stage: Stage,
): TuneNote[] {
  const before = tune.at(-1) ?? letter.tune.at(-1);
  if (!before) return [...tune];
  return land([...tune, { ...before, alter: 0, step, steps }], "home", stage);
}

function endingOf(studio: Studio, plan: SectionPlan): Ending {
  return planEnding(plan.bars, lastBars(studio), {
    stepsPerBar: studio.grid.stepsPerBar,
    secondsPerBar: studio.duration.secondsPerBar,
  });
}

function lastBars({ duration }: Studio): number {
  return finalBars(duration.bars, duration.secondsPerBar);
}

function lastChord({ mode, tonic, instruments }: Studio, part: PartName): number[] {
  const range = { ...partRange(part, instruments[part]), tonic };
  const style = part === "chords" && isDistorted(instruments.chords) ? "power" : "close";
  return voiceChord(tonicOf(mode), undefined, range, style);
}

function endWith(
  tones: readonly Tone[],
  pitches: readonly number[],
  harmony: readonly ChordSpan[],
  ending: Ending | undefined,
): Tone[] {
  if (!ending) return [...tones];
  const { source } = tones.at(-1) ?? harmony.at(-1)!;
  const last = pitches.map((pitch) => ({ ...ending, pitch, velocity: PLAIN_VELOCITY, source }));
  return endPart(tones, ending, last);
}

// Intros and breaks keep the time only.
function drumEnergy({ kind, letter, energy }: SectionPlan): number {
  if (kind === "outro") return 0.6;
  return letter === "C" || letter === "D" ? Math.min(energy, 0.45) : energy;
}
