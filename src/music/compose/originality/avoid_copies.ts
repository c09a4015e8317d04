// Changes as little of a line as keeps it from quoting a song. Which notes change is not a matter of
// luck: every way to change the notes around a quotation is a path through the guard's states, and
// the cheapest is taken (Viterbi, its paths bounded). A way is always found, as a note may fall silent.

import type { CopyGuard, Match } from "./copy_guard.ts";
import { type Sounding, tokenBetween } from "./line_tokens.ts";
import type { Tone } from "../tone.ts";

/** A pitch that a note may take; the pitch it has costs nothing, silence has none. */
export type Choice = { readonly pitch: number | undefined; readonly cost: number };

/** What was heard of a line so far. */
export type Hearing = { readonly match: Match; readonly last: Sounding | undefined };

export type CopyTask = {
  readonly guard: CopyGuard;
  readonly before: Hearing;
  /** What a note may become, itself left out; nothing for a note that must stay. */
  readonly choices: (tone: Tone) => readonly Choice[];
  /** Notes before the one that completes a quotation which may change as well. */
  readonly reach: number;
};

/** Paths kept from note to note. */
const MAX_PATHS = 128;
/** A leap wider than this in semitones costs. */
const EASY_LEAP = 7;
const LEAP_COST = 0.25;

/** The tones of a line without quotation, and what will have been heard after them. */
export function avoidCopies(
  tones: readonly Tone[],
  task: CopyTask,
): { readonly tones: Tone[]; readonly heard: Hearing } {
  const around = findQuotations(tones, task);
  const path = solve(tones, task, (i) => around.has(i)) ?? solve(tones, task, () => true);
  // Only notes that must stay can leave no way; then the line rests.
  if (!path) return { tones: [], heard: task.before };
  return { tones: readPath(path, tones), heard: { match: path.match, last: path.last } };
}

function findQuotations(tones: readonly Tone[], { guard, before, reach }: CopyTask): Set<number> {
  const found = new Set<number>();
  let { match, last } = before;
  tones.forEach((tone, i) => {
    if (last) match = guard.hear(match, tokenBetween(last, tone));
    last = tone;
    if (!guard.isCopy(match)) return;
    for (let at = Math.max(0, i - reach); at <= i; at++) found.add(at);
  });
  return found;
}

/** A way to play the line up to a note. */
type Path = Hearing & {
  readonly cost: number;
  readonly index: number;
  readonly pitch: number | undefined;
  readonly from: Path | undefined;
};

function solve(
  tones: readonly Tone[],
  task: CopyTask,
  mayChange: (index: number) => boolean,
): Path | undefined {
  const start: Path = { ...task.before, cost: 0, index: -1, pitch: undefined, from: undefined };
  let paths: Path[] = [start];
  tones.forEach((tone, index) => {
    const own: Choice = { pitch: tone.pitch, cost: 0 };
    const choices = mayChange(index) ? [own, ...task.choices(tone)] : [own];
    const best = new Map<number, Path>();
    for (const path of paths) {
      for (const choice of choices) {
        const longer = extend(path, tone, index, choice, task.guard);
        if (!longer) continue;
        const key = keyOf(longer, tone.step);
        const known = best.get(key);
        if (!known || longer.cost < known.cost) best.set(key, longer);
      }
    }
    paths = best.size <= MAX_PATHS
      ? [...best.values()]
      : [...best.values()].sort((a, b) => a.cost - b.cost).slice(0, MAX_PATHS);
  });
  return paths.length === 0 ? undefined : paths.reduce((a, b) => b.cost < a.cost ? b : a);
}

/** One number for all that decides what may follow: in all fewer than 2^53. */
function keyOf({ last, match }: Path, step: number): number {
  const ago = Math.min(2047, step - (last?.step ?? step));
  const place = (match.state * 128 + (last?.pitch ?? 0)) * 2048 + ago;
  return (place * 64 + Math.min(63, match.length)) * 64 + Math.min(63, match.repeats);
}

function extend(
  path: Path,
  { step }: Tone,
  index: number,
  { pitch, cost }: Choice,
  guard: CopyGuard,
): Path | undefined {
  if (pitch === undefined) {
    return { ...path, cost: path.cost + cost, index, pitch, from: path };
  }
  const { last } = path;
  const note = { step, pitch };
  const match = last ? guard.hear(path.match, tokenBetween(last, note)) : path.match;
  if (guard.isCopy(match)) return undefined;
  const leap = last && cost > 0 ? Math.max(0, Math.abs(pitch - last.pitch) - EASY_LEAP) : 0;
  return {
    match,
    last: note,
    cost: path.cost + cost + LEAP_COST * leap,
    index,
    pitch,
    from: path,
  };
}

function readPath(path: Path, tones: readonly Tone[]): Tone[] {
  const kept: Tone[] = [];
  for (let at: Path | undefined = path; at && at.index >= 0; at = at.from) {
    if (at.pitch !== undefined) kept.push({ ...tones[at.index]!, pitch: at.pitch });
  }
  return kept.reverse();
}
