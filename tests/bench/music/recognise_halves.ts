import { rankOf, type Verdict } from "./attribution.ts";
import type { Song } from "./corpus.ts";
import { spreadOut } from "./spread_out.ts";
import { tokensOf, type Viewpoint } from "./viewpoints.ts";
import { MIN_TOKENS } from "./witness.ts";
import { learnSequence, pooledPrior } from "./witten_bell.ts";

/**
 * How well the same test knows a song again from its own other half, beside two rivals and ten
 * strangers: the most that can be asked of a blend.
 */
export function recogniseHalves(
  corpus: readonly Song[],
  viewpoints: readonly Viewpoint[],
): Verdict[] {
  const songs = corpus.filter(({ analysis }) =>
    viewpoints.every((viewpoint) => tokensOf(analysis, viewpoint).length >= 2 * MIN_TOKENS)
  );
  const costs = viewpoints.map((viewpoint) => learnHalves(songs, viewpoint));
  return songs.map((song, index) => {
    const bits = (author: Song) => costs.reduce((sum, costOf) => sum + costOf(author, song), 0);
    const others = spreadOut(songs.filter((other) => other !== song), index, RIVALS + STRANGERS);
    const all = others.map(bits);
    return rankOf(bits(song), all.slice(0, RIVALS), all.slice(RIVALS));
  });
}

const RIVALS = 2;
const STRANGERS = 10;

/** The bits per token that one song's second half costs another's first half. */
function learnHalves(songs: readonly Song[], viewpoint: Viewpoint) {
  const halves = new Map(songs.map((song) => {
    const tokens = tokensOf(song.analysis, viewpoint);
    const middle = Math.floor(tokens.length / 2);
    return [song, { first: tokens.slice(0, middle), second: tokens.slice(middle) }];
  }));
  const prior = pooledPrior(halves.values().map(({ first }) => first).toArray());
  const models = new Map(
    halves.entries().map(([song, { first }]) => [song, learnSequence(first, prior)]),
  );
  return (author: Song, song: Song) => models.get(author)!.crossEntropy(halves.get(song)!.second);
}
