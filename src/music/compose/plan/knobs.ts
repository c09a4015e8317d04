// What `temperature` and `creativity` mean to the parts of the composer.

import type { ComposeOptions } from "../composition.ts";
import type { ContextOptions } from "../learn/sequence_model.ts";

export type Knobs = ContextOptions & {
  /** Probabilities are raised to 1 / temperature. */
  readonly temperature: number;
  /** 0–1: how closely tunes follow the wording of their song, pitch and time together. */
  readonly literalness: number;
  /** 0–1: how freely songs take turns. */
  readonly jitter: number;
  /** 0–1: how far a returning section may leave its first hearing. */
  readonly variation: number;
  /** Longest run of (interval, time) tokens that may agree with a song. */
  readonly longestCopy: number;
};

/** Heat above 1 loosens the wording; creativity shortens the memory, raises escapes and variation, and forbids shorter copies. */
export function turnKnobs({ temperature, creativity }: ComposeOptions): Knobs {
  return {
    temperature,
    orderCap: Math.round(5 - 2 * creativity),
    escape: 0.1 + 0.5 * creativity,
    literalness: (1 - 0.2 * creativity) / Math.max(1, temperature),
    jitter: creativity,
    variation: 0.05 + 0.4 * creativity,
    longestCopy: Math.round(7 - 3 * creativity),
  };
}
