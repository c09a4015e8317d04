import { type Figure, median } from "./figure.ts";

/** The median of the samples, how far they lie apart, and how many there are. */
export function describeSpread(samples: readonly number[], unit: Figure["unit"]): string {
  const range = `${digits(Math.min(...samples))}–${digits(Math.max(...samples))}`;
  return `${digits(median(samples))} ${unit} (${range}, n ${samples.length})`;
}

function digits(value: number): string {
  return value >= 99.5 ? value.toFixed(0) : value.toPrecision(2);
}
