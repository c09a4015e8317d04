/** Articles and prepositions of the languages that titles are in, and what follows a key. */
export const LITTLE_WORDS: ReadonlySet<string> = new Set(
  `a an and at by das de der die du el for from il in la le les lo no of on or the to von
   major minor`.split(/\s+/),
);

/**
 * What is added to a title and tells little of the song: whoever leaves it out, or adds it, means
 * the same song.
 */
const TRIMMINGS: ReadonlySet<string> = new Set(
  `acoustic album audio bonus cover demo edit edition extended featuring feat ft instrumental
   karaoke live lyrics midi mix mono official original radio remaster remastered remix single
   stereo track version video with`.split(/\s+/),
);

const YEAR = /^(?:19|20)\d\d$/;

/** Whether a word is a trimming, or a year, which is one. */
export function isTrimming(word: string): boolean {
  return TRIMMINGS.has(word) || YEAR.test(word);
}
