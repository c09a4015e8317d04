/** Above every text that begins so, and below every other text that is above it. */
export function endOfBeginning(beginning: string): string {
  return `${beginning}\u{10ffff}`;
}
