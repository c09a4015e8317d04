// How likely a song is to make each of its moves next.

import type { Knobs } from "../plan/knobs.ts";
import { type MelodyModel, parseMove, timedToken } from "../learn/melody_model.ts";
import { predict } from "../learn/sequence_model.ts";

/** A line so far, as the models know it. */
export type MoveContext = { readonly moves: readonly string[]; readonly timed: readonly string[] };

/**
 * Gives the function that weighs every move of the model's alphabet by what the song does from this
 * degree at this pace, word by word, and by what it does from any degree at any pace.
 */
export function weighMoves(
  { moves, phrases }: MelodyModel,
  context: MoveContext,
  knobs: Pick<Knobs, "orderCap" | "escape" | "literalness">,
): (ioi: number, position: number) => Float64Array {
  const free = predict(moves, context.moves, knobs);
  const timed = predict(phrases, context.timed, knobs);
  const deltas = moves.alphabet.map((token) => parseMove(token).delta);
  return (ioi, position) => {
    let sum = 0;
    const exact = free.map((_, i) => {
      const token = timedToken(moves.alphabet[i]!, ioi, position + deltas[i]!);
      const id = phrases.ids.get(token);
      const weight = id === undefined ? 0 : timed[id]!;
      sum += weight;
      return weight;
    });
    if (sum === 0) return free;
    const { literalness } = knobs;
    return free.map((weight, i) => literalness * exact[i]! / sum + (1 - literalness) * weight);
  };
}
