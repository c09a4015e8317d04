import type { ClientConfig } from "pg";

const CONNECT_TIMEOUT_MS = 5_000;

/** How the driver reaches a server. */
export function serverAddress(databaseUrl: string): ClientConfig {
  const url = new URL(databaseUrl);
  // `sslmode=require` then means what it means to libpq: TLS, with any certificate.
  url.searchParams.set("uselibpqcompat", "true");
  return { connectionString: url.href, connectionTimeoutMillis: CONNECT_TIMEOUT_MS };
}
