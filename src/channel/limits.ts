// What one socket may do and how long it may be silent. The contract's numbers.

export const MAX_MESSAGE_BYTES = 16 * 1024;
export const MAX_MESSAGES_PER_MINUTE = 120;
export const MAX_SUBSCRIPTIONS = 64;
/** Requests of a socket that wait while the parts behind them are slow. */
export const MAX_WAITING_REQUESTS = 32;
/** The last of these closes the socket. */
export const MAX_BAD_MESSAGES = 5;

/** Of outbound silence, before a heartbeat; of inbound silence, before a ping. */
export const HEARTBEAT_SECONDS = 20;
/** Without a message or a pong: the peer is gone. */
export const HEARTBEAT_LOST_MS = 45_000;

/** Unsent bytes that make a slow reader, and how long it may stay one. */
export const MAX_UNSENT_BYTES = 1024 * 1024;
export const SLOW_READER_MS = 15_000;
/** From a Close of ours to the end of all patience. */
export const CLOSE_GRACE_MS = 2_000;

/** Longest wait for the parts behind a request. */
export const REQUEST_TIMEOUT_MS = 10_000;
