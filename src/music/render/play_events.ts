// A piece as what a synthesizer is told, and when. Times are in samples from the start.

import type { Piece, Track } from "../midi/piece.ts";
import { secondsAt } from "../midi/tempo_map.ts";

/**
 * One thing to tell the synthesizer. Notes belong to a track, by its index in the piece;
 * a control acts on every track of its MIDI channel.
 */
export type PlayEvent =
  & { readonly atSample: number }
  & (
    | { readonly type: "noteOff"; readonly track: number; readonly pitch: number }
    | NoteOn
    | Control
  );

type NoteOn = {
  readonly type: "noteOn";
  readonly track: number;
  readonly pitch: number;
  readonly velocity: number;
};

type Control = {
  readonly type: "control";
  readonly channel: number;
  readonly controller: number;
  readonly value: number;
};

/** Gives the function that tells at which sample a tick of the piece stands. */
export function samplesAt(
  { tempos, ticksPerQuarter }: Piece,
  sampleRate: number,
): (ticks: number) => number {
  const seconds = secondsAt(tempos, ticksPerQuarter);
  return (ticks) => Math.round(seconds(ticks) * sampleRate);
}

/** Every event in order of time; at one sample notes end before controls change and notes start. */
export function playEvents(piece: Piece, sampleRate: number): PlayEvent[] {
  const sampleAt = samplesAt(piece, sampleRate);
  const of = (events: (track: Track, index: number, at: SampleAt) => PlayEvent[]) =>
    piece.tracks.flatMap((track, index) => events(track, index, sampleAt));
  // The sort is stable, so the order of the three lists decides between equal times.
  return [...of(noteEnds), ...of(controls), ...of(noteStarts)]
    .sort((a, b) => a.atSample - b.atSample);
}

type SampleAt = (ticks: number) => number;

function noteStarts({ notes }: Track, track: number, sampleAt: SampleAt): PlayEvent[] {
  return notes.map(({ startTicks, pitch, velocity }) => (
    { type: "noteOn", atSample: sampleAt(startTicks), track, pitch, velocity }
  ));
}

function noteEnds({ notes }: Track, track: number, sampleAt: SampleAt): PlayEvent[] {
  return notes.map(({ startTicks, durationTicks, pitch }) => {
    // Told to end before it has started, a note would sound for ever.
    const atSample = Math.max(sampleAt(startTicks + durationTicks), sampleAt(startTicks) + 1);
    return { type: "noteOff", atSample, track, pitch };
  });
}

function controls(track: Track, _index: number, sampleAt: SampleAt): PlayEvent[] {
  return (track.controls ?? []).map(({ startTicks, controller, value }) => (
    { type: "control", atSample: sampleAt(startTicks), channel: track.channel, controller, value }
  ));
}
