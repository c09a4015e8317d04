// How long to wait before the next try to connect.

/** Shortest wait, in milliseconds. */
export const MIN_BACKOFF_MS = 250;

/** Longest wait, in milliseconds. */
export const MAX_BACKOFF_MS = 10_000;

/**
 * Full jitter: anywhere between the shortest wait and a ceiling that doubles with each failure,
 * so that many clients cut off at once do not come back at once.
 */
export function backoffDelayMs(failures: number, random: number): number {
  const ceilingMs = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** (failures + 1));
  return Math.round(MIN_BACKOFF_MS + random * (ceilingMs - MIN_BACKOFF_MS));
}
