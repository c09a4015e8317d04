// What the rest of a line asks of its next note. Going back from where the idea has to land, every
// degree at every onset gets the weight of all ways that lead from it to the landing (the backward
// messages of belief propagation, for a song without memory). A line drawn with these weights
// arrives because it meant to, and a degree of weight 0 is one from which nothing arrives.

import type { Knobs } from "../plan/knobs.ts";
import { reachedFrom, type Standing } from "./melody_fit.ts";
import { type MelodyModel, parseMove } from "../learn/melody_model.ts";
import { weighMoves } from "./move_weights.ts";
import type { Onset } from "../learn/rhythm.ts";
import type { Degree } from "../scale.ts";
import { temper } from "../learn/sequence_model.ts";

export type LookAheadTask = {
  readonly model: MelodyModel;
  readonly onsets: readonly Onset[];
  readonly knobs: Knobs;
  /** Lowest and highest position that may be reached. */
  readonly positions: readonly [number, number];
  /** How a degree stands at an onset. */
  readonly stand: (degree: Degree, index: number) => Standing;
  readonly mayEndOn: (degree: Degree) => boolean;
};

/** The weight of all that may follow a degree at an onset. */
export type LookAhead = (degree: Degree, index: number) => number;

/** Weighs every degree at every onset by what can follow it. */
export function lookAhead(task: LookAheadTask): LookAhead {
  const { model, onsets, positions: [lowest, highest], mayEndOn } = task;
  const moves = model.moves.alphabet.map(parseMove);
  const alters = [...new Set([0, ...moves.map(({ alter }) => alter)])];
  const degrees = Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i)
    .flatMap((position) => alters.map((alter): Degree => ({ position, alter })));
  const placeOf = ({ position, alter }: Degree) =>
    position < lowest || position > highest || !alters.includes(alter)
      ? -1
      : (position - lowest) * alters.length + alters.indexOf(alter);
  const weigh = weighMoves(model, { moves: [], timed: [] }, { ...task.knobs, orderCap: 0 });
  const layers: Float64Array[] = [];
  let standing = degrees.map((degree) => task.stand(degree, onsets.length - 1));
  layers[onsets.length - 1] = Float64Array.from(degrees, (degree) => Number(mayEndOn(degree)));
  for (let index = onsets.length - 2; index >= 0; index--) {
    const after = layers[index + 1]!;
    const ioi = onsets[index + 1]!.step - onsets[index]!.step;
    const reached = standing;
    standing = degrees.map((degree) => task.stand(degree, index));
    const layer = Float64Array.from(degrees, (from, at) => {
      const weights = temper(weigh(ioi, from.position), task.knobs.temperature);
      const { pitch } = standing[at]!;
      return moves.reduce((sum, { delta, alter }, i) => {
        const place = placeOf({ position: from.position + delta, alter });
        const follows = place < 0 ? 0 : after[place]!;
        if (follows === 0) return sum;
        return sum + weights[i]! * follows * reachedFrom(reached[place]!, pitch);
      }, 0);
    });
    layers[index] = normalise(layer);
  }
  return (degree, index) => {
    const place = placeOf(degree);
    return place < 0 ? 0 : layers[index]![place]!;
  };
}

function normalise(weights: Float64Array): Float64Array {
  const most = weights.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? weights.map((weight) => weight / most) : weights;
}
