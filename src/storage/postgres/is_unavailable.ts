// Which failures of the database mean that it cannot be used just now.

/** Node's codes of a connection that cannot be made or was lost. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
]);

/** What the driver says, without a code, of a connection it could not get, or lost, or has closed. */
const DRIVER_WORDS =
  /^(Connection terminated|timeout expired|timeout exceeded|Client (has encountered|was closed)|Cannot use a pool|The server does not support SSL|There was an error establishing an SSL)/;

/** A certificate that is not to be trusted, or no TLS where it was asked for. */
const TLS_CODES = /^ERR_TLS_|^ERR_SSL_|CERT|^UNABLE_TO_/;

/**
 * SQLSTATEs: connection exceptions (08), no access (28), no such database (3D), no resources (53),
 * the operator or a timeout stepped in (57), idle too long in a transaction (25P03), and a server
 * that became a standby (25006).
 */
const SERVER_CODES = /^(08|28|3D|53|57)...$|^25P03$|^25006$/;

/** Whether the same work may succeed once the database is back. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!("code" in error) || error.code === undefined) return DRIVER_WORDS.test(error.message);
  const code = String(error.code);
  return NETWORK_CODES.has(code) ||
    [TLS_CODES, SERVER_CODES].some((pattern) => pattern.test(code));
}
