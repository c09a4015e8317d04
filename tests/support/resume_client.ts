// What the clients of the three transports have in common for a test that breaks their lines.

import type { ResumeWorld } from "./resume_world.ts";

export type Cut = { readonly isNoticed: boolean };

export interface ResumeClient {
  /** Reads what comes, or lets it pile up. */
  setReading(isReading: boolean): void;
  /** The line breaks; the server may notice. The client comes back at once with its cursor. */
  cut(cut: Cut): void;
  /** The same, and it comes back to another process. */
  moveTo(process: number, cut: Cut): void;
  /** A line that the server has ended for good is opened again, as by a reload. */
  reload(): void;
  /** What the client has still to be told; none once everything is calm. */
  debts(): string[];
  close(): void;
}

export type ClientOptions = {
  readonly world: ResumeWorld;
  /** The process it is connected to first. */
  readonly process: number;
};

/** Time a client waits after a refusal. */
export const RETRY_MS = 1_000;
