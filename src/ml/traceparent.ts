const SPAN_ID_BYTES = 8;

/** A W3C `traceparent` of a new span; all calls of one job share the trace that its id names. */
export function createTraceparent(jobId: string): string {
  const traceId = jobId.replaceAll("-", "");
  const spanId = crypto.getRandomValues(new Uint8Array(SPAN_ID_BYTES)).toHex();
  return `00-${traceId}-${spanId}-01`;
}
