// What a pianist without a click makes of a piece: the tempo swings, and no two fingers land at once.

import { createRandom } from "../../src/music/compose/random.ts";
import type { Piece } from "../../src/music/midi/piece.ts";
import { secondsAt } from "../../src/music/midi/tempo_map.ts";

const TICKS_PER_QUARTER = 500;
const TICKS_PER_SECOND = 1000;
const MAX_FINGER_TICKS = 25;
/** How far the player runs ahead of time and falls behind, and in how many seconds. */
const SWINGS = [{ seconds: 0.9, every: 9 }, { seconds: 0.35, every: 2.7 }];

/** The piece in time that bends by up to a fifth, in a file that knows only 120 quarters a minute. */
export function playFreely(piece: Piece, seed: string): Piece {
  const random = createRandom(seed);
  const secondsOf = secondsAt(piece.tempos, piece.ticksPerQuarter);
  const toTicks = (ticks: number) => Math.round((1 + bend(secondsOf(ticks))) * TICKS_PER_SECOND);
  return {
    ...piece,
    ticksPerQuarter: TICKS_PER_QUARTER,
    tempos: [{ startTicks: 0, microsecondsPerQuarter: 500_000 }],
    meters: [{ startTicks: 0, numerator: 4, denominator: 4 }],
    durationTicks: toTicks(piece.durationTicks) + 2 * MAX_FINGER_TICKS,
    tracks: piece.tracks.map((track) => ({
      ...track,
      notes: track.notes.map((note) => {
        const startTicks = toTicks(note.startTicks) +
          Math.round(random.spread() * MAX_FINGER_TICKS);
        const endTicks = toTicks(note.startTicks + note.durationTicks);
        return { ...note, startTicks, durationTicks: Math.max(1, endTicks - startTicks) };
      }).sort((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch),
    })),
  };
}

/** The seconds at which is played what stands at some second. */
export function bend(seconds: number): number {
  return SWINGS.reduce(
    (sum, swing) => sum + swing.seconds * Math.sin(seconds / swing.every),
    seconds,
  );
}
