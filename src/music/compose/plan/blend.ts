// Who leads what: every aspect of the piece has a leading song, the others colour it, and the
// weights of the request multiply it all. A song of weight 0 appears nowhere.

import type { ComposeOptions, Shares, Source, WeighedRole } from "../composition.ts";

export type Aspect = "harmony" | "comping" | "drums" | "bass" | "melody";

export type Blend = Readonly<Record<Aspect, Shares>>;

const LEADERS: Readonly<Record<Aspect, Source>> = {
  harmony: 0,
  comping: 0,
  drums: 1,
  bass: 1,
  melody: 2,
};

const ROLES: Readonly<Record<Aspect, WeighedRole>> = {
  harmony: "harmony",
  comping: "harmony",
  drums: "groove",
  bass: "bass",
  melody: "melody",
};

const ASPECTS: readonly Aspect[] = ["harmony", "comping", "drums", "bass", "melody"];

const SOURCES: readonly Source[] = [0, 1, 2];

/** Share of an aspect that its leading song has at equal weights, at creativity 0 and 1. */
const LEADER_SHARE = { faithful: 0.9, free: 0.68 };

/**
 * The shares of every aspect; at equal weights the leader has most, the others the same, unless the
 * role is weighed by itself.
 */
export function blendShares({ weights, roleWeights, creativity }: BlendOptions): Blend {
  // Weights may be near the largest or smallest number: only their ratio counts.
  const greatest = Math.max(...weights);
  const lead = LEADER_SHARE.faithful + (LEADER_SHARE.free - LEADER_SHARE.faithful) * creativity;
  const sharesOf = (aspect: Aspect) => {
    const own = roleWeights?.[ROLES[aspect]];
    const most = own ? Math.max(...own) : 1;
    const shares = SOURCES.map((source) => {
      const usual = source === LEADERS[aspect] ? lead : (1 - lead) / 2;
      return weights[source] / greatest * (own ? own[source] / most : usual);
    });
    // Two songs of weight, each without the other's: the role is then nobody's, so everybody's.
    return normalise(shares.some((share) => share > 0) ? shares : weights.map((w) => w / greatest));
  };
  return everyAspect(sharesOf);
}

type BlendOptions = Pick<ComposeOptions, "weights" | "roleWeights" | "creativity">;

/** The shares that remain when only some songs can play; undefined when none can. */
export function sharesAmong(
  shares: Shares,
  canPlay: (source: Source) => boolean,
): Shares | undefined {
  const left = SOURCES.map((source) => canPlay(source) ? shares[source] : 0);
  return left.some((share) => share > 0) ? normalise(left) : undefined;
}

/** How much a song that cannot play its part gains in the others. */
const CONSOLATION = 1.5;

/** Gives a song more of what it can play for what it cannot, so that it is still heard. */
export function consoleSongs(
  blend: Blend,
  canPlay: (aspect: Aspect, source: Source) => boolean,
): Blend {
  const lost = SOURCES.map((source) =>
    ASPECTS.reduce((sum, aspect) => sum + (canPlay(aspect, source) ? 0 : blend[aspect][source]), 0)
  );
  return everyAspect((aspect) =>
    normalise(SOURCES.map((source) => blend[aspect][source] * (1 + CONSOLATION * lost[source]!)))
  );
}

/** The song with the greatest share. */
export function leaderOf(shares: Shares): Source {
  return SOURCES.reduce((best, source) => shares[source] > shares[best] ? source : best);
}

function everyAspect(sharesOf: (aspect: Aspect) => Shares): Blend {
  return {
    harmony: sharesOf("harmony"),
    comping: sharesOf("comping"),
    drums: sharesOf("drums"),
    bass: sharesOf("bass"),
    melody: sharesOf("melody"),
  };
}

/** Shares in the proportion of three numbers ≥ 0, not all 0. */
export function normalise(values: readonly number[]): Shares {
  const sum = values.reduce((total, value) => total + value, 0);
  return [values[0]! / sum, values[1]! / sum, values[2]! / sum];
}
