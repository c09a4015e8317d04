import type { BarNote } from "../../../src/music/compose/composition.ts";
import { median } from "../figure.ts";
import type { Blend } from "./blend.ts";
import { type Chapter, percent } from "./chapter.ts";

/** Of all notes, at equal weights. */
const MIN_SHARE = 0.15;
/** Of the notes of the role that a song is given. */
const MIN_ROLE_SHARE = 0.5;

type Shares = readonly [number, number, number];

/** Which song each role is given to, as the order of the songs says. */
const GIVEN: Readonly<Record<string, number>> = { chords: 0, drums: 1, bass: 1, melody: 2 };

/** How many of the notes are each song's. */
export function judgeShares(blends: readonly Blend[]): Chapter {
  const heard = blends.filter((blend) => Math.min(...sharesOf(blend.notes)) >= MIN_SHARE);
  const roles = Object.keys(GIVEN).map((role) => ({ role, shares: roleShares(blends, role) }));
  return {
    title: "Shares: notes by the song they came from, at equal weights",
    goals: [
      {
        name: `each song has at least ${percent(MIN_SHARE)} of the notes`,
        target: "all pieces",
        found: `${heard.length} of ${blends.length}`,
        isMet: heard.length === blends.length,
      },
      ...roles.map(({ role, shares }) => {
        const led = shares.filter((share) => share[GIVEN[role]!]! >= MIN_ROLE_SHARE);
        return {
          name: `song ${GIVEN[role]! + 1} has at least half of the ${role}`,
          target: "all pieces",
          found: `${led.length} of ${shares.length}`,
          isMet: led.length === shares.length,
        };
      }),
    ],
    rows: [
      ["role", "pieces", "song 1, median", "song 2", "song 3", "given to"],
      ...[{ role: "all", shares: blends.map(({ notes }) => sharesOf(notes)) }, ...roles].map(
        ({ role, shares }) => [
          role,
          `${shares.length}`,
          ...[0, 1, 2].map((song) => percent(median(shares.map((share) => share[song]!)))),
          role in GIVEN ? `song ${GIVEN[role]! + 1}` : "",
        ],
      ),
    ],
  };
}

/** Shares of the notes, song by song. */
export function sharesOf(notes: readonly BarNote[]): Shares {
  const share = (song: number) =>
    notes.filter(([, , , , , source]) => source === song).length / Math.max(1, notes.length);
  return [share(0), share(1), share(2)];
}

function roleShares(blends: readonly Blend[], role: string): Shares[] {
  return blends.map(({ notes, tracks }) =>
    notes.filter(([, , , , track]) => tracks[track]!.role === role)
  ).filter((notes) => notes.length > 0).map(sharesOf);
}
