// The room in which a piece sounds: the plate of J. Dattorro, "Effect Design, Part 1" (Journal of
// the Audio Engineering Society 45:9, 1997), figure 1 and table 2, worked out block by block. The
// library brings one too, which takes ten times as long.

import type { ReverbProcessor } from "spessasynth_core";
import { DelayLine } from "./delay_line.ts";

export type ReverbOptions = { readonly sampleRate: number; readonly maxBlock: number };

/** A piece sounds about 0.3 dB louder with the room than without. */
const LEVEL = 0.18;
const PRE_DELAY_SECONDS = 0.012;
/** One-pole low-passes: of what enters, and of what goes round, as a hall swallows the highs. */
const BANDWIDTH = 0.7;
const DAMPING = 0.3;
/** What is left after one turn: the sound falls by 60 dB in two seconds. */
const DECAY = 0.56;
const INPUT_DIFFUSION_1 = 0.75;
const INPUT_DIFFUSION_2 = 0.625;
const DECAY_DIFFUSION_1 = 0.7;
const DECAY_DIFFUSION_2 = 0.5;
/** The slow wandering of two delays, which keeps the room from ringing. */
const WANDER_SECONDS = 0.0004;
const WANDER_HERTZ = 0.7;

/** The paper counts its delays in samples at this rate. */
const PAPER_RATE = 29761;
const INPUT_DELAYS = [142, 107, 379, 277] as const;
/** Each half of the tank: a wandering all-pass, a delay, an all-pass, a delay. */
const LEFT_DELAYS = [672, 4453, 1800, 3720] as const;
const RIGHT_DELAYS = [908, 4217, 2656, 3163] as const;
/** Ages at which an ear hears delay, delay, all-pass, delay of the far half, then those of the near. */
const LEFT_TAPS = [266, 2974, 1913, 1996, 1990, 187, 1066] as const;
const RIGHT_TAPS = [353, 3627, 1228, 2673, 2111, 335, 121] as const;

/** Makes a room for blocks of up to `maxBlock` samples, which must be shorter than its shortest delay. */
export function createReverb({ sampleRate, maxBlock }: ReverbOptions): ReverbProcessor {
  const scaled = (samples: number) => Math.round(samples * sampleRate / PAPER_RATE);
  const wander = WANDER_SECONDS * sampleRate;
  const linesOf = (delays: readonly number[]) =>
    delays.map((delay) => new DelayLine(scaled(delay), { room: Math.ceil(wander), maxBlock }));
  const enter = createEntry(linesOf([PRE_DELAY_SECONDS * PAPER_RATE, ...INPUT_DELAYS]));
  const left = createTank(linesOf(LEFT_DELAYS), maxBlock);
  const right = createTank(linesOf(RIGHT_DELAYS), maxBlock);
  const hearLeft = createEar([...right.heard, ...left.heard], LEFT_TAPS.map(scaled));
  const hearRight = createEar([...left.heard, ...right.heard], RIGHT_TAPS.map(scaled));
  const turn = 2 * Math.PI * WANDER_HERTZ / sampleRate;
  const sound = new Float32Array(maxBlock);
  let time = 0;

  const process: ReverbProcessor["process"] = (input, toLeft, toRight, start, count) => {
    sound.set(input.subarray(0, count));
    enter(sound, count);
    left.take(sound, right.end, count);
    right.take(sound, left.end, count);
    left.turn(count, wander * Math.sin(turn * time), wander * Math.sin(turn * (time + count)));
    right.turn(count, wander * Math.cos(turn * time), wander * Math.cos(turn * (time + count)));
    time += count;
    hearLeft(toLeft.subarray(start), count);
    hearRight(toRight.subarray(start), count);
  };
  return { ...SETTINGS, process, getSnapshot: () => SETTINGS };
}

/** What the library lets MIDI files turn; here it changes nothing. */
const SETTINGS = {
  level: 64,
  preLowpass: 0,
  character: 4,
  time: 64,
  delayFeedback: 0,
  preDelayTime: 0,
};

type Stage = (block: Float32Array, count: number) => void;

/** A low-pass of one pole, `share` of each sample at once. */
function createLowPass(share: number): Stage {
  let last = 0;
  return (block, count) => {
    let value = last;
    for (let index = 0; index < count; index++) {
      value += share * (block[index]! - value);
      block[index] = value;
    }
    last = value;
  };
}

function createEntry(lines: readonly DelayLine[]): Stage {
  const [before, in1, in2, in3, in4] = lines as [
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
    DelayLine,
  ];
  const lowPass = createLowPass(BANDWIDTH);
  return (block, count) => {
    before.pass(block, count);
    lowPass(block, count);
    in1.diffuse(block, count, INPUT_DIFFUSION_1);
    in2.diffuse(block, count, INPUT_DIFFUSION_1);
    in3.diffuse(block, count, INPUT_DIFFUSION_2);
    in4.diffuse(block, count, INPUT_DIFFUSION_2);
  };
}

type Tank = {
  /** Takes new sound and what comes out of the other tank. */
  readonly take: (input: Float32Array, end: DelayLine, count: number) => void;
  readonly turn: (count: number, wanderFrom: number, wanderTo: number) => void;
  readonly end: DelayLine;
  readonly heard: readonly DelayLine[];
};

function createTank(lines: readonly DelayLine[], maxBlock: number): Tank {
  const [wandering, middle, smear, end] = lines as [DelayLine, DelayLine, DelayLine, DelayLine];
  const lowPass = createLowPass(1 - DAMPING);
  const block = new Float32Array(maxBlock);
  return {
    end,
    heard: [middle, middle, smear, end],
    take(input, otherEnd, count) {
      otherEnd.read(block, count);
      for (let index = 0; index < count; index++) {
        block[index] = input[index]! + DECAY * block[index]!;
      }
    },
    turn(count, wanderFrom, wanderTo) {
      wandering.wander(block, count, -DECAY_DIFFUSION_1, wanderFrom, wanderTo);
      middle.pass(block, count);
      lowPass(block, count);
      for (let index = 0; index < count; index++) block[index]! *= DECAY;
      smear.diffuse(block, count, DECAY_DIFFUSION_2);
      end.write(block, count);
    },
  };
}

/** Listens at several points of the far tank, then at those of the near one. */
function createEar(heard: readonly DelayLine[], ages: readonly number[]): Stage {
  const [far1, far2, far3, far4, near, , near3, near4] = heard;
  const lines = [far1!, far2!, far3!, far4!, near!, near3!, near4!];
  return (block, count) => {
    for (let tap = 0; tap < lines.length; tap++) {
      lines[tap]!.addTo(block, count, ages[tap]!, LEVEL * TAP_SIGNS[tap]!);
    }
  };
}

const TAP_SIGNS = [1, 1, -1, 1, -1, -1, -1] as const;
