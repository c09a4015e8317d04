// The songs that can play an aspect of the piece, taking turns by their shares.

import { createQuota, leaderOf, sharesAmong } from "./blend.ts";
import type { Shares, Source } from "./composition.ts";
import type { Material } from "./material.ts";
import type { Random } from "./random.ts";

export type Cast<Model> = {
  readonly shares: Shares;
  readonly leader: Source;
  /** Whose turn it is. */
  next(): Source;
  modelOf(source: Source): Model;
};

export type Audition<Model> = {
  readonly shares: Shares;
  readonly materials: readonly Material[];
  canPlay(material: Material): boolean;
  learn(material: Material): Model;
  /** Plays in the name of the leading song when no song can. */
  readonly understudy: Material;
  readonly random: Random;
  readonly jitter: number;
};

/** Casts an aspect: songs that cannot play leave their share to those that can. */
export function castAspect<Model>(audition: Audition<Model>): Cast<Model> {
  const able = audition.materials.filter((material) => audition.canPlay(material));
  const isAble = (source: Source) => able.some((material) => material.source === source);
  const shares = sharesAmong(audition.shares, isAble) ?? soloShares(leaderOf(audition.shares));
  const models = new Map<Source, Model>();
  return {
    shares,
    leader: leaderOf(shares),
    next: createQuota(shares, audition.random, audition.jitter),
    modelOf: (source) => {
      const known = models.get(source);
      if (known) return known;
      const material = able.find((candidate) => candidate.source === source);
      const model = audition.learn(material ?? audition.understudy);
      models.set(source, model);
      return model;
    },
  };
}

function soloShares(source: Source): Shares {
  return [Number(source === 0), Number(source === 1), Number(source === 2)];
}
