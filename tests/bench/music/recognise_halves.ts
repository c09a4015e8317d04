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
export function recogniseHalves(corpus: readonly Song[], viewpoint: Viewpoint): Verdict[] {
  const halves = corpus.map((song) => ({ song, tokens: tokensOf(song.analysis, viewpoint) }))
    .filter(({ tokens }) => tokens.length >= 2 * MIN_TOKENS)
    .map(({ song, tokens }) => ({
      song,
      first: tokens.slice(0, tokens.length / 2),
      second: tokens.slice(tokens.length / 2),
    }));
  const prior = pooledPrior(halves.map(({ first }) => first));
  const models = new Map(halves.map(({ song, first }) => [song, learnSequence(first, prior)]));
  const songs = halves.map(({ song }) => song);
  return halves.map(({ song, second }, index) => {
    const others = spreadOut(songs.filter((other) => other !== song), index, 12);
    const bits = (author: Song) => models.get(author)!.crossEntropy(second);
    const all = others.map(bits);
    return rankOf(bits(song), all.slice(0, 2), all.slice(2));
  });
}
