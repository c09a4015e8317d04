import { describeValue } from "./describe_value.ts";
import { type Figure, median } from "./figure.ts";

/** The median of the samples, how far they lie apart, and how many there are. */
export function describeSpread(samples: readonly number[], unit: Figure["unit"]): string {
  const range = `${describeValue(Math.min(...samples))}–${describeValue(Math.max(...samples))}`;
  return `${describeValue(median(samples))} ${unit} (${range}, n ${samples.length})`;
}
