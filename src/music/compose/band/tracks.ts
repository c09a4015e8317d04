// The parts as MIDI tracks: names that people understand, channels, volume, pan and room.

import type { Control, Note, Track } from "../../midi/piece.ts";
import type { ComposedTrack } from "../composition.ts";
import type { Instruments, PartName } from "../plan/instruments.ts";
import { kitGainDb, programGainDb } from "../plan/program_gain.ts";

export const DRUM_CHANNEL = 9;

const ORDER: readonly PartName[] = ["melody", "counter", "chords", "pad", "bass", "drums"];

const NAMES: Readonly<Record<PartName, string>> = {
  melody: "Melody",
  counter: "Counter-melody",
  chords: "Chords",
  pad: "Pad",
  bass: "Bass",
  drums: "Drums",
};

type Seat = { readonly volume: number; readonly pan: number; readonly reverb: number };

/** Set by measured loudness of the parts alone; low enough to turn the softest instrument up by 8 dB. */
const SEATS: Readonly<Record<PartName, Seat>> = {
  melody: { volume: 80, pan: 64, reverb: 44 },
  counter: { volume: 63, pan: 88, reverb: 52 },
  chords: { volume: 59, pan: 44, reverb: 40 },
  pad: { volume: 51, pan: 78, reverb: 64 },
  bass: { volume: 71, pan: 64, reverb: 12 },
  drums: { volume: 62, pan: 64, reverb: 24 },
};

const VOLUME = 7;
const PAN = 10;
const REVERB = 91;
const MAX_VOLUME = 127;

/** The parts that play, in the order of their tracks. */
export function orderParts(parts: ReadonlySet<PartName>): readonly PartName[] {
  return ORDER.filter((part) => parts.has(part));
}

/** What people are told of a track. */
export function describeTrack(part: PartName, instruments: Instruments): ComposedTrack {
  return {
    name: NAMES[part],
    role: part === "counter" ? "melody" : part,
    program: instruments[part],
    isDrums: part === "drums",
  };
}

/** The track at `index` of the piece. */
export function createTrack(
  part: PartName,
  index: number,
  instruments: Instruments,
  notes: readonly Note[],
): Track {
  const { volume, pan, reverb } = SEATS[part];
  const program = instruments[part];
  const gainDb = part === "drums" ? kitGainDb(program) : programGainDb(program);
  const control = (controller: number, value: number): Control => ({
    startTicks: 0,
    controller,
    value,
  });
  return {
    name: NAMES[part],
    channel: part === "drums" ? DRUM_CHANNEL : index,
    program,
    notes: notes.toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch),
    controls: [
      control(VOLUME, volumeAt(volume, gainDb)),
      control(PAN, pan),
      control(REVERB, reverb),
    ],
  };
}

/** A controller value turned up or down; by General MIDI the sound goes with its square. */
function volumeAt(volume: number, gainDb: number): number {
  return Math.min(MAX_VOLUME, Math.round(volume * 10 ** (gainDb / 40)));
}
