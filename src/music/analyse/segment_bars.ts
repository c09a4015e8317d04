// Cuts a song into sections: stretches that come back elsewhere, borders where the sound changes,
// lengths that songs have.

import type { Similarity } from "./bar_similarity.ts";

/** The first bar of each section, starting with 0; a bar alone at an end joins its neighbour. */
export function segmentBars(bars: number, similarity: Similarity): number[] {
  const novelty = Array.from({ length: bars }, (_, bar) => noveltyAt(bar, bars, similarity));
  const repetition = repetitions(bars, similarity);
  const best = new Float64Array(bars + 1).fill(-Infinity);
  const previous = new Uint16Array(bars + 1);
  best[0] = 0;
  for (let end = 1; end <= bars; end++) {
    for (let length = 1; length <= Math.min(MAX_LENGTH, end); length++) {
      const start = end - length;
      const before = best[start]! + novelty[start]! * NOVELTY_WEIGHT;
      if (before + MAX_REPETITION * length - lengthCost(length) <= best[end]!) continue;
      const score = before + repetition(start, length) * length - lengthCost(length);
      if (score > best[end]!) {
        best[end] = score;
        previous[end] = start;
      }
    }
  }
  return traceStarts(previous, bars);
}

const MAX_LENGTH = 16;
/** A perfect repeat is 1, but for rounding. */
const MAX_REPETITION = 1.001;
/** Bars compared on each side of a border. */
const NOVELTY_REACH = 4;
const NOVELTY_WEIGHT = 6;
/** What every section costs, so that one long repeat beats several short ones. */
const SECTION_COST = 1;
/** However alike all bars are, this much of a perfect repeat stays to be gained. */
const MAX_USUAL = 0.9;

/** Songs are made of four-bar phrases. */
function lengthCost(length: number): number {
  const odd = length % 4 === 0 ? 0 : length % 2 === 0 ? 1 : 2;
  const short = length < 4 ? 1.5 : length === 4 ? 0.7 : 0;
  return SECTION_COST + odd + short;
}

/** How much less alike the bars before and after a border are than those on each side, 0–1. */
function noveltyAt(border: number, bars: number, similarity: Similarity): number {
  if (border === 0) return 0;
  const reach = Math.min(NOVELTY_REACH, border, bars - border);
  let within = 0;
  let across = 0;
  for (let a = 0; a < reach; a++) {
    for (let b = 0; b < reach; b++) {
      within += similarity(border - 1 - a, border - 1 - b) + similarity(border + a, border + b);
      across += 2 * similarity(border - 1 - a, border + b);
    }
  }
  return (within - across) / (2 * reach * reach);
}

/**
 * How well a stretch of bars comes back elsewhere, 0–1, beyond what any two bars have in common.
 * Sums along the diagonals make every stretch two look-ups.
 */
function repetitions(
  bars: number,
  similarity: Similarity,
): (start: number, length: number) => number {
  const sums = diagonalSums(bars, similarity);
  const width = bars + 1;
  const usual = Math.min(MAX_USUAL, meanSimilarity(bars, similarity));
  return (start, length) => {
    const [from, to] = [start * width, (start + length) * width + length];
    let best = 0;
    // A stretch does not come back where it overlaps itself.
    for (let other = 0; other <= start - length; other++) {
      best = Math.max(best, sums[to + other]! - sums[from + other]!);
    }
    for (let other = start + length; other <= bars - length; other++) {
      best = Math.max(best, sums[to + other]! - sums[from + other]!);
    }
    // Squared, so that a stretch that is half a repeat is no half as good.
    return Math.max(0, (best / length - usual) / (1 - usual)) ** 2;
  };
}

function diagonalSums(bars: number, similarity: Similarity): Float64Array {
  const width = bars + 1;
  const sums = new Float64Array(width * width);
  for (let bar = 0; bar < bars; bar++) {
    for (let other = 0; other < bars; other++) {
      sums[(bar + 1) * width + other + 1] = sums[bar * width + other]! + similarity(bar, other);
    }
  }
  return sums;
}

function meanSimilarity(bars: number, similarity: Similarity): number {
  let sum = 0;
  for (let bar = 0; bar < bars; bar++) {
    for (let other = 0; other < bar; other++) sum += similarity(bar, other);
  }
  return bars > 1 ? sum / (bars * (bars - 1) / 2) : 0;
}

function traceStarts(previous: Uint16Array, bars: number): number[] {
  const found: number[] = [];
  for (let end = bars; end > 0; end = previous[end]!) found.push(previous[end]!);
  return withoutLoneBars(found.reverse(), bars);
}

/** An upbeat's bar joins the first section, a last bar the last one. */
function withoutLoneBars(starts: readonly number[], bars: number): number[] {
  return starts.filter((start) => start === 0 || (start > 1 && start < bars - 1));
}
