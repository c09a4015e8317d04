// A variable-order model after Witten and Bell: what followed a context counts as much as it was
// seen, what did not as much as there were different followers.

export type SequenceModel = {
  /** Mean bits per token: the fewer, the more the sequence is like what was learnt. */
  readonly crossEntropy: (sequence: readonly string[]) => number;
};

/** How likely a token is where nothing is known of it. */
export type Prior = (token: string) => number;

/** Learns sequences with contexts of up to `order` tokens. */
export function learnSequence(
  sequence: readonly string[],
  prior: Prior,
  order = 4,
): SequenceModel {
  const contexts = new Map<string, Map<string, number>>();
  sequence.forEach((token, place) => {
    for (const context of contextsBefore(sequence, place, order)) {
      const followers = contexts.get(context) ?? new Map<string, number>();
      followers.set(token, (followers.get(token) ?? 0) + 1);
      contexts.set(context, followers);
    }
  });
  const chance = (heard: readonly string[], place: number) => {
    let likely = prior(heard[place]!);
    for (const context of contextsBefore(heard, place, order)) {
      const followers = contexts.get(context);
      if (!followers) break;
      const seen = followers.values().reduce((sum, count) => sum + count, 0);
      likely = ((followers.get(heard[place]!) ?? 0) + followers.size * likely) /
        (seen + followers.size);
    }
    return likely;
  };
  return {
    crossEntropy: (heard) =>
      heard.reduce((sum, _, place) => sum - Math.log2(chance(heard, place)), 0) / heard.length,
  };
}

/** How often each token is in all songs together, so that no song profits from common ones. */
export function pooledPrior(sequences: readonly (readonly string[])[]): Prior {
  const counts = new Map<string, number>();
  for (const token of sequences.flat()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const total = counts.values().reduce((sum, count) => sum + count, 0);
  return (token) => ((counts.get(token) ?? 0) + 1) / (total + counts.size + 1);
}

/** Shortest first: the empty one, then the token before, … */
function contextsBefore(sequence: readonly string[], place: number, order: number): string[] {
  return Array.from(
    { length: Math.min(order, place) + 1 },
    (_, length) => sequence.slice(place - length, place).join(" "),
  );
}
