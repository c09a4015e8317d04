// One figure of our queue beside the same of its peers.

import type { Figure } from "../figure.ts";
import type { Contender } from "./contenders.ts";

export type Peer = Exclude<Contender, "Orpheus">;

export type Comparison = Omit<Figure, "peer" | "target"> & {
  /** None where the peers alone show what is good. */
  readonly target?: Figure["target"] | undefined;
  /** What a peer has instead of the samples, in words, where it has none. */
  readonly peers: Readonly<Record<Peer, readonly number[] | string>>;
};
