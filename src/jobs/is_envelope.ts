import type { Envelope } from "./fanout.ts";

/** Whether what came from elsewhere is a frame on its way, as far as the hub looks at it. */
export function isEnvelope(value: unknown): value is Envelope {
  const { jobId, seq, type } = (value as Partial<Envelope> | null | undefined)?.frame ?? {};
  return typeof jobId === "string" && Number.isInteger(seq) && typeof type === "string";
}
