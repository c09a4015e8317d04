// One thing measured of every contender, and the findings that are judged.

import type { Figure } from "../figure.ts";
import type { Contender } from "./contenders.ts";

export type Contrast = Pick<Figure, "name" | "unit"> & {
  readonly samples: Readonly<Record<Contender, readonly number[]>>;
};

/** Of ours alone; some have no target and are only told. */
export type Finding = Omit<Figure, "target" | "peer"> & {
  readonly target?: Figure["target"] | undefined;
};

export type Compared = { readonly contrasts: Contrast[]; readonly findings: Finding[] };
