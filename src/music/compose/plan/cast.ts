// The songs that can play an aspect of the piece, and whose turn it is.

import { leaderOf, sharesAmong } from "./blend.ts";
import type { Shares, Source } from "../composition.ts";
import type { Material } from "../learn/material.ts";

/** What the songs know of an aspect, and how much of it each should have. */
export type Company<Model> = {
  readonly shares: Shares;
  readonly leader: Source;
  modelOf(source: Source): Model;
};

/** A company whose turns are planned. */
export type Cast<Model> = Company<Model> & {
  /** Whose turn it is. */
  next(): Source;
};

export type Audition<Model> = {
  readonly shares: Shares;
  readonly materials: readonly Material[];
  canPlay(material: Material): boolean;
  learn(material: Material): Model;
  /** Plays in the name of the leading song when no song can. */
  readonly understudy: Material;
};

/** Casts an aspect: songs that cannot play leave their share to those that can. */
export function castAspect<Model>(audition: Audition<Model>): Company<Model> {
  const able = audition.materials.filter((material) => audition.canPlay(material));
  const isAble = (source: Source) => able.some((material) => material.source === source);
  const shares = sharesAmong(audition.shares, isAble) ?? soloShares(leaderOf(audition.shares));
  const models = new Map<Source, Model>();
  return {
    shares,
    leader: leaderOf(shares),
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

/** Lets the songs of a company take their turns in this order, again and again. */
export function takeTurns<Model>(
  company: Company<Model>,
  turns: readonly Source[],
): Cast<Model> {
  let taken = 0;
  return { ...company, next: () => turns[taken++ % turns.length] ?? company.leader };
}

function soloShares(source: Source): Shares {
  return [Number(source === 0), Number(source === 1), Number(source === 2)];
}
