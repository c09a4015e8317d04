// When each client submitted within the last window: the sliding log behind the submit quota.

/** What is known of a client's submits within the last window. */
export type Tally = {
  readonly used: number;
  /** Until one more is free; 0 when one is. */
  readonly freeInMs: number;
  /** Until all are free. */
  readonly resetInMs: number;
};

export type Take = Tally & { readonly isTaken: boolean };

/** Never more than `limit` submits are taken within any `windowMs`. */
export interface SubmitLog {
  /** Takes one if one is free. */
  take(client: string): Take | Promise<Take>;
  /** Gives the latest back. */
  giveBack(client: string): void | Promise<void>;
  read(client: string): Tally | Promise<Tally>;
}

export type SubmitLogOptions = { readonly limit: number; readonly windowMs: number };
