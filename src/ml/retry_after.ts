/** The seconds a `Retry-After` header asks for, given as seconds or as a date. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  // Without the "GMT" of an HTTP date, Date.parse reads almost anything: "-1" is in 2001.
  const atMs = header.endsWith("GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
