// Queries for songs that the catalogue does not have: of a catalogue made with another seed, half
// of them as if by an artist that ours does have; without remarks, as the same song in another
// edition may well be there.

import { Chance } from "./chance.ts";
import { CATALOGUE_SEED } from "./corrupt_query.ts";
import { mistypeOnce } from "./corruptions.ts";
import { withoutGuests, withoutRemarks } from "./name_parts.ts";
import { nameSong } from "./name_song.ts";
import { writeName } from "./write_name.ts";

const OTHER_SEED = 77;
const KNOWN_SONGS = 50_000;

/** The n-th, always the same. */
export function absentQuery(index: number): string | undefined {
  const chance = new Chance(OTHER_SEED, index);
  const other = withoutGuests(nameSong(OTHER_SEED, index));
  const artist = chance.isIn(0.5)
    ? nameSong(CATALOGUE_SEED, chance.below(KNOWN_SONGS)).artist
    : other.artist;
  const name = { title: withoutRemarks(other.title), artist };
  return chance.isIn(0.25) ? mistypeOnce(name, chance) : writeName(name, chance);
}
