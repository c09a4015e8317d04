// The kinds of the test set and how many queries it has of each.

import {
  addGuest,
  addYear,
  type Corruption,
  dropAccents,
  dropBrackets,
  dropGuest,
  dropPunctuation,
  dropYear,
  joinWords,
  keepScript,
  leaveUnfinished,
  mishearWords,
  mistypeOnce,
  mistypeTwice,
  omitGreatWord,
  omitLittleWord,
  shortenArtist,
  splitWord,
  swapWords,
  writeInLatin,
} from "./corruptions.ts";

export type QueryKind = {
  readonly name: string;
  readonly count: number;
  readonly corrupt: Corruption;
};

/** The kind whose last word is only begun: for searching, not for resolving. */
export const UNFINISHED = "last word unfinished";

/** 5,000 in all. */
export const QUERY_KINDS: readonly QueryKind[] = [
  { name: "title - artist", count: 350, corrupt: (name) => `${name.title} - ${name.artist}` },
  { name: "artist - title", count: 250, corrupt: (name) => `${name.artist} - ${name.title}` },
  { name: "title by artist", count: 200, corrupt: (name) => `${name.title} by ${name.artist}` },
  { name: "title alone", count: 350, corrupt: (name) => name.title },
  { name: "no punctuation", count: 350, corrupt: dropPunctuation },
  { name: "no accents", count: 200, corrupt: dropAccents },
  { name: "guest dropped", count: 130, corrupt: dropGuest },
  { name: "guest added", count: 70, corrupt: addGuest },
  { name: "brackets dropped", count: 250, corrupt: dropBrackets },
  { name: "year dropped", count: 80, corrupt: dropYear },
  { name: "year added", count: 100, corrupt: addYear },
  { name: "words swapped", count: 250, corrupt: swapWords },
  { name: "one typing error", count: 700, corrupt: mistypeOnce },
  { name: "two typing errors", count: 350, corrupt: mistypeTwice },
  { name: "as heard", count: 300, corrupt: mishearWords },
  { name: "little word missing", count: 100, corrupt: omitLittleWord },
  { name: "great word missing", count: 200, corrupt: omitGreatWord },
  { name: "words joined", count: 120, corrupt: joinWords },
  { name: "word split", count: 80, corrupt: splitWord },
  { name: "surname alone", count: 200, corrupt: shortenArtist },
  { name: "in Latin letters", count: 50, corrupt: writeInLatin },
  { name: "other scripts", count: 120, corrupt: keepScript },
  { name: UNFINISHED, count: 200, corrupt: leaveUnfinished },
];
