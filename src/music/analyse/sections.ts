// The form of a song: sections, with one letter for those that sound alike.

import type { Part, Section } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";
import { compareBars, type Similarity } from "./bar_similarity.ts";
import { segmentBars } from "./segment_bars.ts";

/** Finds the sections; they cover all bars in order, the first is `A`. */
export function findSections(parts: readonly Part[], grid: BarGrid): Section[] {
  const similarity = compareBars(parts, grid);
  const starts = segmentBars(grid.bars, similarity);
  const sections: Section[] = [];
  starts.forEach((startBar, index) => {
    const bars = (starts[index + 1] ?? grid.bars) - startBar;
    const known = nearest({ startBar, bars }, sections, similarity);
    sections.push({ label: known ?? nextLabel(sections), startBar, bars });
  });
  return sections;
}

/** Sections whose bars are this similar on average have one letter. */
const ALIKE = 0.75;
/** The shorter of two sections with one letter has this share of the longer one's bars at least. */
const MIN_LENGTH_RATIO = 0.5;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

type Stretch = Pick<Section, "startBar" | "bars">;

/** The label of the most similar section before, if it is similar enough or no letter is left. */
function nearest(
  stretch: Stretch,
  sections: readonly Section[],
  similarity: Similarity,
): string | undefined {
  const ranked = sections
    .map((section) => ({ label: section.label, likeness: likeness(stretch, section, similarity) }))
    .sort((a, b) => b.likeness - a.likeness);
  const best = ranked[0];
  const isKnown = best && (best.likeness >= ALIKE || nextLabel(sections) === "");
  return isKnown ? best.label : undefined;
}

/** Compared from their first bars or, as an upbeat may have added one, from their last. */
function likeness(a: Stretch, b: Stretch, similarity: Similarity): number {
  const [short, long] = a.bars < b.bars ? [a, b] : [b, a];
  if (short.bars < long.bars * MIN_LENGTH_RATIO) return 0;
  const meanFrom = (longStart: number) => {
    let sum = 0;
    for (let bar = 0; bar < short.bars; bar++) {
      sum += similarity(short.startBar + bar, longStart + bar);
    }
    return sum / short.bars;
  };
  return Math.max(meanFrom(long.startBar), meanFrom(long.startBar + long.bars - short.bars));
}

/** The first letter not used yet; empty when all are. */
function nextLabel(sections: readonly Section[]): string {
  return LETTERS[new Set(sections.map(({ label }) => label)).size] ?? "";
}
