// A piece played without a click, moved so that the beats one hears stand where quarters are.

import type { Note, Piece, Tempo } from "../midi/piece.ts";
import { secondsAt } from "../midi/tempo_map.ts";
import { isPlayedFreely } from "./beat_alignment.ts";
import { type Onset, trackBeats } from "./track_beats.ts";

/** The piece as it is, or, if its notes do not keep to its beats, on beats of its own in four-four. */
export function followBeat(piece: Piece): Piece {
  if (!isPlayedFreely(piece)) return piece;
  const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter);
  const beats = trackBeats(findOnsets(piece, seconds));
  const move = (ticks: number) =>
    Math.max(0, Math.round(beatAt(beats, seconds(ticks)) * TICKS_PER_QUARTER));
  return {
    ...piece,
    ticksPerQuarter: TICKS_PER_QUARTER,
    tracks: piece.tracks.map((track) => ({
      ...track,
      notes: track.notes.map((note) => moveNote(note, move)).sort(inOrder),
    })),
    tempos: findTempos(beats),
    meters: [{ startTicks: 0, numerator: 4, denominator: 4 }],
    durationTicks: move(piece.durationTicks),
  };
}

const TICKS_PER_QUARTER = 480;

const LOW_PITCH = 52;
const LOW_WEIGHT = 4;

/** Loud and low notes mark the beat. */
function findOnsets({ tracks }: Piece, seconds: (ticks: number) => number): Onset[] {
  return tracks.flatMap(({ notes }) =>
    notes.map(({ startTicks, velocity, pitch }) => ({
      seconds: seconds(startTicks),
      strength: velocity / 127 * (pitch < LOW_PITCH ? LOW_WEIGHT : 1),
    }))
  ).sort((a, b) => a.seconds - b.seconds);
}

/** The beat that sounds at a second, not rounded. */
function beatAt(beats: readonly number[], seconds: number): number {
  let low = 0;
  let high = beats.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (beats[middle]! <= seconds) low = middle;
    else high = middle - 1;
  }
  return low + (seconds - beats[low]!) / (beats[low + 1]! - beats[low]!);
}

function moveNote(note: Note, move: (ticks: number) => number): Note {
  const startTicks = move(note.startTicks);
  const endTicks = move(note.startTicks + note.durationTicks);
  return { ...note, startTicks, durationTicks: Math.max(1, endTicks - startTicks) };
}

function findTempos(beats: readonly number[]): Tempo[] {
  return beats.slice(1).map((seconds, index) => ({
    startTicks: index * TICKS_PER_QUARTER,
    microsecondsPerQuarter: Math.round((seconds - beats[index]!) * 1e6),
  }));
}

function inOrder(a: Note, b: Note): number {
  return a.startTicks - b.startTicks || a.pitch - b.pitch;
}
