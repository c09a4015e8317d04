import { Chance } from "./chance.ts";
import { nameSong } from "./name_song.ts";
import { QUERY_KINDS } from "./query_kinds.ts";

/** Of the catalogue that the queries are about. */
export const CATALOGUE_SEED = 1;
/** Songs below this index are asked for, so that a smaller catalogue has them all. */
export const ASKED_SONGS = 50_000;
const QUERY_SEED = 2;
/** More letters than this nobody may send. */
const MAX_QUERY_LENGTH = 200;

/** What a kind makes of the n-th song, always the same; undefined where it has nothing to do. */
export function corruptQuery(kind: string, index: number): string | undefined {
  const place = QUERY_KINDS.findIndex(({ name }) => name === kind);
  const chance = new Chance(QUERY_SEED, place, index);
  const query = QUERY_KINDS[place]!.corrupt(nameSong(CATALOGUE_SEED, index), chance)?.trim();
  return query !== undefined && query !== "" && query.length <= MAX_QUERY_LENGTH
    ? query
    : undefined;
}
