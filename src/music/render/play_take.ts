// Sound from notes. The library that makes it never sees a file, only numbers that were checked.

import { SpessaSynthProcessor } from "spessasynth_core";
import type { Track } from "../midi/piece.ts";
import { type AudioBlock, BLOCK_SAMPLES, createBlock } from "./audio_block.ts";
import type { PlayEvent } from "./play_events.ts";
import { createReverb } from "./reverb.ts";
import type { SoundBank } from "./sound_bank.ts";
import type { Take } from "./take.ts";

/** Yields the sound of a take block by block, at its natural level. */
export function* playTake(
  take: Take,
  bank: SoundBank,
  sampleRate: number,
): Generator<AudioBlock, void, void> {
  const { events, totalSamples } = take;
  const { synth, play } = createBand(take.tracks, bank, sampleRate);
  const { voices } = synth["synthCore"] as { readonly voices: readonly [SynthVoice] };
  forgetFilters(voices[0]);
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
    dropSilent(voices);
    yield block;
  }
}

/** What is used of the library's own voices, which it does not describe. */
type SynthVoice = {
  isActive: boolean;
  readonly isInRelease: boolean;
  readonly volEnv: { readonly outputGain: number };
  readonly filter: object;
};

/** -75 dB: a released note is heard no more, but would cost as much as a loud one down to -90 dB. */
const SILENT_GAIN = 1.8e-4;

/**
 * The library keeps the coefficients of filters for all synthesizers, but they hold for one sample
 * rate only. So no two takes of different rates may be played at once.
 */
function forgetFilters({ filter }: SynthVoice): void {
  const { cachedCoefficients } = filter.constructor as unknown as {
    readonly cachedCoefficients: Map<number, unknown>;
  };
  cachedCoefficients.clear();
}

function dropSilent(voices: readonly SynthVoice[]): void {
  for (const voice of voices) {
    if (voice.isInRelease && voice.volEnv.outputGain < SILENT_GAIN) voice.isActive = false;
  }
}

/** The synthesizer's own step: envelopes and filters move once in each. */
const SYNTH_SAMPLES = 128;
const DRUM_CHANNEL = 9;
const MIDI_CHANNELS = 16;

/** Sets the chorus as General MIDI instruments have it; unset, it only doubles what is sent to it. */
const GS_RESET = [0x41, 0x10, 0x42, 0x12, 0x40, 0x00, 0x7f, 0x00, 0x41, 0xf7];

type Band = {
  readonly synth: SpessaSynthProcessor;
  readonly play: (event: PlayEvent) => void;
};

/** Every track plays on a synthesizer channel of its own, so none takes another's program or notes. */
function createBand(
  tracks: readonly Track[],
  bank: SoundBank,
  sampleRate: number,
): Band {
  const synth = new SpessaSynthProcessor(sampleRate, {
    maxBufferSize: SYNTH_SAMPLES,
    eventsEnabled: false,
    reverbProcessor: createReverb({ sampleRate, maxBlock: SYNTH_SAMPLES }),
  });
  synth.systemExclusive(GS_RESET);
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
