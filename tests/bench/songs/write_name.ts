import type { Chance } from "./chance.ts";
import type { SongName } from "./name_song.ts";

/** The name of a song as people write it, in one of five forms. */
export function writeName({ title, artist }: SongName, chance: Chance): string {
  return chance.weigh([
    [`${title} - ${artist}`, 34],
    [`${artist} - ${title}`, 12],
    [`${title} by ${artist}`, 9],
    [`${title} ${artist}`.toLowerCase(), 15],
    [title, 30],
  ]);
}
