// Who plays what in a section: one player for each part.

import { playBass, rootPitch } from "./bass.ts";
import { playComping } from "./comping.ts";
import { composeCounter } from "../tune/counter_melody.ts";
import { playDrums } from "./drums.ts";
import { endPart } from "../plan/ending.ts";
import type { SectionPlan } from "../plan/form.ts";
import { tonicOf } from "../learn/harmony_model.ts";
import { isDistorted, type PartName } from "../plan/instruments.ts";
import { playPad } from "./pad.ts";
import { stageFor } from "../part_stage.ts";
import type { Scene } from "../scene.ts";
import { PLAIN_VELOCITY, type Tone } from "../tone.ts";
import { soundOf, type Stage, type TuneNote } from "../tune/tune.ts";
import { voiceChord, type VoicingStyle } from "./voicing.ts";

/** The players by their part. */
export const PLAYERS: Readonly<Record<PartName, (scene: Scene) => Tone[]>> = {
  melody: playMelody,
  counter: playCounter,
  chords: playChords,
  pad: playPadPart,
  bass: playBassPart,
  drums: playDrumPart,
};

function playMelody(scene: Scene): Tone[] {
  return sound(scene.tune, stageOf(scene, "melody"));
}

function playCounter(scene: Scene): Tone[] {
  const { studio: { knobs }, letter, plan: { bars }, tune, random } = scene;
  const stage = stageOf(scene, "counter");
  const task = { bars, stage, tune, knobs };
  const line = composeCounter(letter.counter, task, random.fork("counter"));
  return hold(sound(line, stage), lastChord(stage, "close").slice(-1), scene);
}

function playChords(scene: Scene): Tone[] {
  const { studio: { grid, instruments }, letter, plan: { bars }, harmony } = scene;
  const range = stageOf(scene, "chords");
  const style = isDistorted(instruments.chords) ? "power" : "close";
  const tones = playComping(letter.comping, { bars, grid, harmony, range, style });
  return hold(tones, lastChord(range, style), scene);
}

function playPadPart(scene: Scene): Tone[] {
  const stage = stageOf(scene, "pad");
  return hold(playPad(scene.harmony, stage, stage.grid), lastChord(stage, "close"), scene);
}

function playBassPart(scene: Scene): Tone[] {
  const { letter, plan: { bars }, harmony, random } = scene;
  const stage = stageOf(scene, "bass");
  const tones = playBass(letter.bass, stage, bars, random.fork("bass"));
  return hold(tones, [rootPitch(harmony.at(-1)!, stage)], scene);
}

function playDrumPart({ studio: { grid }, letter, plan, ending, random }: Scene): Tone[] {
  return playDrums(letter.drums, {
    bars: plan.bars,
    grid,
    energy: drumEnergy(plan),
    isArrival: plan.startBar > 0 || plan.kind === "body",
    ...(ending ? { endBar: ending.step / grid.stepsPerBar } : {}),
  }, random.fork("drums"));
}

// Breaks keep the time only.
function drumEnergy({ kind, letter, energy }: SectionPlan): number {
  if (kind === "outro") return 0.6;
  return letter === "C" || letter === "D" ? Math.min(energy, 0.45) : energy;
}

function stageOf({ studio, harmony }: Scene, part: PartName): Stage {
  return stageFor(studio, harmony, part);
}

function sound(notes: readonly TuneNote[], stage: Stage): Tone[] {
  return notes.map((note) => ({
    step: note.step,
    steps: note.steps,
    pitch: soundOf(note, note.step, stage),
    velocity: PLAIN_VELOCITY,
    source: note.source,
  }));
}

function lastChord(stage: Stage, style: VoicingStyle): number[] {
  return voiceChord(tonicOf(stage.mode), undefined, stage, style);
}

// Where the piece ends, a part leaves what it was doing and holds these pitches.
function hold(tones: readonly Tone[], pitches: readonly number[], scene: Scene): Tone[] {
  const { ending, harmony } = scene;
  if (!ending) return [...tones];
  const { source } = tones.at(-1) ?? harmony.at(-1)!;
  const last = pitches.map((pitch) => ({ ...ending, pitch, velocity: PLAIN_VELOCITY, source }));
  return endPart(tones, ending, last);
}
