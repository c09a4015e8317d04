// The contract of the submit quota, counted per client over REST and WebSocket together.

export type Quota = {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until `remaining` is `limit` again. */
  readonly resetSeconds: number;
};

export interface SubmitLimiter {
  readonly limit: number;
  readonly windowSeconds: number;
  /** Takes one submit; throws AppError `rate_limited` with `retryAfterSeconds` when none is left. */
  consume(client: string): Promise<Quota>;
  /** Gives one back after a refusal or a replay. */
  refund(client: string): Promise<void>;
  peek(client: string): Promise<Quota>;
}
