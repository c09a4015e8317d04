// Who plays what, decided for the whole piece at once: every role should have its leader, every song
// be heard. Turn by turn neither could be promised.

import type { Aspect, Blend } from "./blend.ts";
import type { Shares, Source } from "../composition.ts";
import type { Random } from "../random.ts";

/** Something that one song plays: an idea of the tune, the groove of a letter. */
export type Slot = {
  readonly aspect: Aspect;
  /** How much of its aspect it is. */
  readonly size: number;
  /** How many notes it would have, played by each song; NaN where a song cannot. */
  readonly notes: readonly [number, number, number];
  /** What is better played by the same song: the beat and the time of one groove. */
  readonly partner?: Slot;
};

export type Assignment = {
  /** What each song should have of each aspect. */
  readonly shares: Blend;
  /** What each song should have of all notes at least. */
  readonly floors: Shares;
  /** 0–1: how much chance decides between what is about as good. */
  readonly jitter: number;
};

const STARTS = 6;
const MAX_ROUNDS = 12;
const SOURCES: readonly Source[] = [0, 1, 2];
/** The leading song of an aspect keeps at least so much of it, or what it should have. */
const MAJORITY = 0.6;
const COSTS = { share: 1, majority: 50, floor: 120, parting: 0.03, chance: 0.02 };

/** The song for each slot: the best of some descents, each from another start. */
export function assignSources(
  slots: readonly Slot[],
  task: Assignment,
  random: Random,
): Source[] {
  const whims = slots.map(() => SOURCES.map(() => COSTS.chance * task.jitter * random.next()));
  let best: Source[] = [];
  let bestCost = Infinity;
  for (let start = 0; start < STARTS; start++) {
    const chosen = slots.map((slot) => drawAble(slot, task, random));
    const cost = descend(chosen, slots, task, whims);
    if (cost < bestCost) [best, bestCost] = [chosen, cost];
  }
  return best;
}

function canPlay({ aspect, notes }: Slot, source: Source, { shares }: Assignment): boolean {
  return shares[aspect][source] > 0 && !Number.isNaN(notes[source]);
}

function drawAble(slot: Slot, task: Assignment, random: Random): Source {
  const chances = SOURCES.map((source) =>
    canPlay(slot, source, task) ? task.shares[slot.aspect][source] : 0
  );
  return random.weighted(chances) as Source;
}

/** Changes one slot at a time for the better; returns the cost that is left. */
function descend(
  chosen: Source[],
  slots: readonly Slot[],
  task: Assignment,
  whims: readonly (readonly number[])[],
): number {
  let cost = costOf(chosen, slots, task, whims);
  for (let round = 0, isBetter = true; isBetter && round < MAX_ROUNDS; round++) {
    isBetter = false;
    slots.forEach((slot, i) => {
      for (const source of SOURCES) {
        const before = chosen[i]!;
        if (source === before || !canPlay(slot, source, task)) continue;
        chosen[i] = source;
        const changed = costOf(chosen, slots, task, whims);
        if (changed < cost - 1e-9) [cost, isBetter] = [changed, true];
        else chosen[i] = before;
      }
    });
  }
  return cost;
}

function costOf(
  chosen: readonly Source[],
  slots: readonly Slot[],
  { shares, floors }: Assignment,
  whims: readonly (readonly number[])[],
): number {
  const totals = [0, 0, 0];
  const byAspect = new Map<Aspect, number[]>();
  let cost = 0;
  slots.forEach(({ aspect, size, notes, partner }, i) => {
    const source = chosen[i]!;
    if (partner && chosen[slots.indexOf(partner)] !== source) cost += COSTS.parting;
    totals[source]! += notes[source] || 0;
    const sizes = byAspect.get(aspect) ?? [0, 0, 0];
    // A song is heard by the time it has and by the notes it puts there.
    sizes[source]! += Math.sqrt(size * Math.max(1, notes[source]));
    byAspect.set(aspect, sizes);
    cost += whims[i]![source]!;
  });
  for (const [aspect, sizes] of byAspect) cost += aspectCost(sizes, shares[aspect]);
  const all = sum(totals) || 1;
  const missing = SOURCES.map((source) => Math.max(0, floors[source] - totals[source]! / all) ** 2);
  return cost + COSTS.floor * sum(missing);
}

function aspectCost(sizes: readonly number[], shares: Shares): number {
  const all = sum(sizes) || 1;
  const most = Math.max(...shares);
  return sum(SOURCES.map((source) => {
    const wished = shares[source];
    const given = sizes[source]! / all;
    const least = wished === most ? Math.min(MAJORITY, wished) : 0;
    return COSTS.share * (given - wished) ** 2 + COSTS.majority * Math.max(0, least - given) ** 2;
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
