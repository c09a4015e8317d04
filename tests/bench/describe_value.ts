/** Two digits that tell something, or all before the point. */
export function describeValue(value: number): string {
  if (value === 0) return "0";
  return value >= 99.5 ? value.toFixed(0) : value.toPrecision(2);
}
