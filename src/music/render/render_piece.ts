// Sound from a piece. The library that makes it never sees a file, only numbers that were checked.

import { SpessaSynthProcessor } from "spessasynth_core";
import type { Piece, Track } from "../midi/piece.ts";
import { type AudioBlock, BLOCK_SAMPLES, createBlock } from "./audio_block.ts";
import { type PlayEvent, playEvents, samplesAt } from "./play_events.ts";
import type { SoundBank } from "./sound_bank.ts";

export type RenderOptions = {
  readonly sampleRate: number;
  /** Reverb and chorus, about half of the work. @default true */
  readonly hasEffects?: boolean;
};

/** Yields the sound of a piece block by block, exactly as long as the piece, at its natural level. */
export function* renderPiece(
  piece: Piece,
  bank: SoundBank,
  options: RenderOptions,
): Generator<AudioBlock, void, void> {
  const { synth, play } = createBand(piece.tracks, bank, options);
  const events = playEvents(piece, options.sampleRate);
  const totalSamples = samplesAt(piece, options.sampleRate)(piece.durationTicks);
  let next = 0;
  for (let start = 0; start < totalSamples; start += BLOCK_SAMPLES) {
    const block = createBlock(Math.min(BLOCK_SAMPLES, totalSamples - start));
    const { length } = block.left;
    for (let offset = 0; offset < length;) {
      while (next < events.length && events[next]!.atSample <= start + offset) {
        play(events[next++]!);
      }
      const untilEvent = (events[next]?.atSample ?? Infinity) - start;
      const end = Math.min(length, untilEvent, offset + SYNTH_SAMPLES);
      synth.process(block.left, block.right, offset, end - offset);
      offset = end;
    }
    yield block;
  }
}

/** The synthesizer's own step: envelopes and filters move once in each. */
const SYNTH_SAMPLES = 128;
const DRUM_CHANNEL = 9;
const MIDI_CHANNELS = 16;

type Band = {
  readonly synth: SpessaSynthProcessor;
  readonly play: (event: PlayEvent) => void;
};

/** Every track plays on a synthesizer channel of its own, so none takes another's program or notes. */
function createBand(
  tracks: readonly Track[],
  bank: SoundBank,
  { sampleRate, hasEffects = true }: RenderOptions,
): Band {
  const synth = new SpessaSynthProcessor(sampleRate, {
    maxBufferSize: SYNTH_SAMPLES,
    eventsEnabled: false,
    effectsEnabled: hasEffects,
  });
  synth.soundBankManager.addSoundBank(bank, "bank");
  for (let count = MIDI_CHANNELS; count < tracks.length; count++) synth.createMIDIChannel();
  for (const [index, { channel, program }] of tracks.entries()) {
    synth.midiChannels[index]!.setDrums(channel === DRUM_CHANNEL);
    synth.programChange(index, program);
  }
  const tracksOf = Map.groupBy(tracks.keys(), (index) => tracks[index]!.channel);
  return { synth, play: (event) => tell(synth, tracksOf, event) };
}

type Controller = Parameters<SpessaSynthProcessor["controllerChange"]>[1];

function tell(
  synth: SpessaSynthProcessor,
  tracksOf: ReadonlyMap<number, readonly number[]>,
  event: PlayEvent,
): void {
  switch (event.type) {
    case "noteOff":
      return synth.noteOff(event.track, event.pitch);
    case "noteOn":
      return synth.noteOn(event.track, event.pitch, event.velocity);
    case "control":
      for (const track of tracksOf.get(event.channel) ?? []) {
        synth.controllerChange(track, event.controller as Controller, event.value);
      }
  }
}
