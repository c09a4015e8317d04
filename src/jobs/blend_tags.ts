import type { Job } from "./job.ts";
import { isSet } from "./options.ts";
import type { Mp3Tags } from "./tag_mp3.ts";

/** What the MP3 of a job tells of itself: its songs, and enough to make it again. */
export function blendTags(
  { songs, options }: Pick<Job, "songs" | "options">,
  title: string,
): Mp3Tags {
  const names = songs.map(({ title, artist }) => artist ? `${title} - ${artist}` : title);
  const { seed, ...others } = options;
  const chosen = Object.entries(others).filter(([, value]) => isSet(value));
  return {
    title,
    artist: "Orpheus",
    comment: `Blended from ${names.map((name) => `"${name}"`).join(", ")}; seed ${seed}`,
    own: {
      ...Object.fromEntries(names.map((name, index) => [`Song ${index + 1}`, name])),
      Seed: String(seed),
      Options: JSON.stringify(Object.fromEntries(chosen)),
    },
  };
}
