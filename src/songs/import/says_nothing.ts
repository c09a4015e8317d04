const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** A hash, or an id with or without dashes. */
const DIGEST = /^[0-9a-f]{16,}$/i;
const GENERIC =
  /^(?:(?:audio ?)?track|song|midi?|file|seq(?:uence)?|untitled|unnamed|unknown|no ?name|new|temp|test|output|default|control(?: track)?|conductor|tempo(?: track)?|piano|standard midi file)?(?: ?[#(]?\d{0,4}\)?)?$/i;

/** Whether a tidy name tells nothing of a song: `track01`, a bare number, a hash. */
export function saysNothing(name: string): boolean {
  return !LETTER_OR_DIGIT.test(name) || GENERIC.test(name) || DIGEST.test(name.replaceAll("-", ""));
}
