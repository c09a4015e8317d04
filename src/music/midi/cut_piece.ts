// A stretch of a piece as a piece of its own, which sounds as it does in its place.

import type { Control, Note, Piece, Track } from "./piece.ts";
import { secondsAt } from "./tempo_map.ts";

export type Cut = { readonly startTicks: number; readonly lengthSeconds: number };

/**
 * Cuts out what sounds from `startTicks` on, at most to the end of the piece: notes that sound
 * already begin with it, with the tempo, the metre and the controls that are in force.
 */
export function cutPiece(piece: Piece, { startTicks, lengthSeconds }: Cut): Piece {
  const seconds = secondsAt(piece.tempos, piece.ticksPerQuarter);
  const endSeconds = seconds(startTicks) + lengthSeconds;
  const endTicks = lastTick(
    startTicks,
    piece.durationTicks,
    (ticks) => seconds(ticks) <= endSeconds,
  );
  const span = { startTicks, endTicks };
  return {
    ticksPerQuarter: piece.ticksPerQuarter,
    tracks: piece.tracks.map((track) => cutTrack(track, span)),
    tempos: fromStart(piece.tempos, span, () => ""),
    meters: fromStart(piece.meters, span, () => ""),
    texts: [],
    durationTicks: endTicks - startTicks,
  };
}

type Span = { readonly startTicks: number; readonly endTicks: number };

function cutTrack({ controls, ...track }: Track, span: Span): Track {
  const notes = track.notes.flatMap((note) => cutNote(note, span)).sort(inOrder);
  if (!controls) return { ...track, notes };
  const kept = fromStart<Control>(controls, span, ({ controller }) => String(controller));
  return { ...track, notes, controls: kept };
}

function cutNote(note: Note, { startTicks, endTicks }: Span): Note[] {
  const start = Math.max(note.startTicks, startTicks);
  const durationTicks = Math.min(note.startTicks + note.durationTicks, endTicks) - start;
  return durationTicks > 0 ? [{ ...note, startTicks: start - startTicks, durationTicks }] : [];
}

/** The changes within the span, and the last of each kind before it, which are in force there. */
function fromStart<T extends { readonly startTicks: number }>(
  changes: readonly T[],
  { startTicks, endTicks }: Span,
  kindOf: (change: T) => string,
): T[] {
  const inForce = new Map<string, T>();
  for (const change of changes) {
    if (change.startTicks <= startTicks) inForce.set(kindOf(change), { ...change, startTicks: 0 });
  }
  const later = changes
    .filter((change) => change.startTicks > startTicks && change.startTicks < endTicks)
    .map((change) => ({ ...change, startTicks: change.startTicks - startTicks }));
  return [...inForce.values(), ...later];
}

/** The last tick from `low` to `high` that fits; the ones before it fit too. */
function lastTick(low: number, high: number, fits: (ticks: number) => boolean): number {
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function inOrder(a: Note, b: Note): number {
  return a.startTicks - b.startTicks || a.pitch - b.pitch;
}
