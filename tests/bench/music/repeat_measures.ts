// How much of a piece comes back.

import { pitchedNotes, type Score } from "./score.ts";

/** Share of the bars that were nearly there before: Jaccard index of (sixteenth, pitch class) ≥ 0.8. */
export function barRepeat(score: Score): number {
  return phraseRepeat(score, 1, 0.8);
}

/** Share of the stretches of so many bars that an earlier one, not overlapping, resembles on average. */
export function phraseRepeat(score: Score, bars = 4, threshold = 0.6): number {
  const contents = contentOfBars(score);
  const starts = Array.from({ length: Math.max(0, score.bars - bars + 1) }, (_, start) => start);
  const likeness = (start: number, earlier: number) => {
    let sum = 0;
    for (let bar = 0; bar < bars; bar++) {
      sum += jaccard(contents[start + bar]!, contents[earlier + bar]!);
    }
    return sum / bars;
  };
  const repeated = starts.filter((start) =>
    starts.some((earlier) => earlier + bars <= start && likeness(start, earlier) >= threshold)
  );
  return repeated.length / Math.max(1, starts.length);
}

function contentOfBars(score: Score): Set<number>[] {
  const contents = Array.from({ length: score.bars }, () => new Set<number>());
  for (const { step, pitch } of pitchedNotes(score)) {
    const bar = contents[Math.floor(step / score.stepsPerBar)]!;
    bar.add(step % score.stepsPerBar * 12 + pitch % 12);
  }
  return contents;
}

/** Two silent bars are no repetition of anything. */
function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = a.intersection(b).size;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}
