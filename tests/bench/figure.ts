// One measured figure: what it may be, what it was, and what the machine does by itself.

export type Figure = {
  readonly name: string;
  readonly unit:
    | "s"
    | "ms"
    | "µs"
    | "MB"
    | "KB"
    | "×"
    | "%"
    | "jobs"
    | "jobs/s"
    | "files/s"
    | "frames"
    | "watchers";
  /** A bound for the median; with `each`, for every sample, where a single one does harm. */
  readonly target: { readonly atMost: number; readonly each?: true } | { readonly atLeast: number };
  readonly samples: readonly number[];
  /** Measured in the same run to compare with: how quick, or how noisy, the machine is. */
  readonly peer?: { readonly name: string; readonly samples: readonly number[] };
};

export function isMet({ target, samples }: Pick<Figure, "target" | "samples">): boolean {
  if ("atLeast" in target) return median(samples) >= target.atLeast;
  return (target.each ? Math.max(...samples) : median(samples)) <= target.atMost;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The sample that a share of all samples does not exceed. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
