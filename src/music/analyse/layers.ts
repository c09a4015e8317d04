// A track that two hands play is two layers; any other track is one.

import type { PartNote } from "./analysis.ts";
import type { GridTrack } from "./quantise.ts";

/** What one player, or one hand, plays. */
export type Layer = {
  readonly name: string;
  readonly program: number;
  readonly hand: "upper" | "lower" | "whole";
  readonly notes: readonly PartNote[];
};

/** Splits the tracks that reach from the bass to the treble; `stepsPerBar` is how often the hands may move. */
export function splitLayers(tracks: readonly GridTrack[], stepsPerBar: number): Layer[] {
  return tracks.flatMap((track) =>
    isTwoHanded(track.notes)
      ? splitHands(track, stepsPerBar)
      : [toLayer(track, "whole", track.notes)]
  );
}

const MIDDLE_C = 60;
/** Of the notes of a two-handed track, this share at least lies well below and well above middle C. */
const MIN_SHARE_PER_HAND = 0.15;
const CLEARLY_LOW = MIDDLE_C - 7;
const CLEARLY_HIGH = MIDDLE_C + 7;

function isTwoHanded(notes: readonly PartNote[]): boolean {
  const low = notes.filter(({ pitch }) => pitch <= CLEARLY_LOW).length;
  const high = notes.filter(({ pitch }) => pitch >= CLEARLY_HIGH).length;
  return Math.min(low, high) >= notes.length * MIN_SHARE_PER_HAND;
}

function splitHands(track: GridTrack, stepsPerBar: number): Layer[] {
  const barOf = ({ startStep }: PartNote) => Math.floor(startStep / stepsPerBar);
  const bars = Map.groupBy(track.notes, barOf);
  const splits = new Map([...bars].map(([bar, notes]) => [bar, splitPitch(notes)]));
  const isUpper = (note: PartNote) => note.pitch >= splits.get(barOf(note))!;
  return [
    toLayer(track, "upper", track.notes.filter(isUpper)),
    toLayer(track, "lower", track.notes.filter((note) => !isUpper(note))),
  ].filter(({ notes }) => notes.length > 0);
}

/** The upper edge of the widest gap between neighbouring pitches, gaps near middle C counting more. */
function splitPitch(notes: readonly PartNote[]): number {
  const pitches = [...new Set(notes.map(({ pitch }) => pitch))].sort((a, b) => a - b);
  let split = MIDDLE_C;
  let widest = 0;
  pitches.forEach((pitch, index) => {
    const below = pitches[index - 1] ?? pitch;
    const distance = Math.abs((pitch + below) / 2 - MIDDLE_C);
    const width = (pitch - below) / (1 + distance / GAP_REACH);
    if (width > widest) {
      widest = width;
      split = pitch;
    }
  });
  return split;
}

/** A gap this many semitones from middle C counts half. */
const GAP_REACH = 6;

function toLayer(
  { name, program }: GridTrack,
  hand: Layer["hand"],
  notes: readonly PartNote[],
): Layer {
  return { name, program, hand, notes };
}
