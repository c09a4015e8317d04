// A channel plays one program at a time. Tracks that share a channel must set it again
// whenever another of them has changed it.

import type { Track } from "./piece.ts";

/** For each track, the ticks at which its program change is written. */
export function programChanges(tracks: readonly Track[]): number[][] {
  const ticks = tracks.map((): number[] => []);
  for (const sharing of byChannel(tracks).values()) {
    const isAlone = new Set(sharing.map((index) => tracks[index]!.program)).size === 1;
    if (isAlone) { for (const index of sharing) ticks[index]!.push(0); }
    else placeBetweenNotes(tracks, sharing, ticks);
  }
  return ticks;
}

function byChannel(tracks: readonly Track[]): Map<number, number[]> {
  return Map.groupBy(tracks.keys(), (index) => tracks[index]!.channel);
}

function placeBetweenNotes(
  tracks: readonly Track[],
  sharing: readonly number[],
  ticks: readonly number[][],
): void {
  const starts = sharing.flatMap((index) =>
    tracks[index]!.notes.map(({ startTicks }) => ({ startTicks, index }))
  );
  let program = -1;
  for (const { startTicks, index } of starts.sort((a, b) => a.startTicks - b.startTicks)) {
    const changes = ticks[index]!;
    const isSet = program === tracks[index]!.program && changes.length > 0;
    if (!isSet) changes.push(startTicks);
    program = tracks[index]!.program;
  }
}
