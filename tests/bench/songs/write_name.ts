import type { Chance } from "./chance.ts";
import type { SongName } from "./name_song.ts";

/** The name of a song as people write it, in one of five forms. */
export function writeName({ title, artist }: SongName, chance: Chance): string {
  return chance.weigh([
    [`${title} - ${artist}`, 42],
    [`${artist} - ${title}`, 15],
    [`${title} by ${artist}`, 12],
    [`${title} ${artist}`.toLowerCase(), 18],
    [title, 13],
  ]);
}
