// The one way to PostgreSQL: a pool on a server, or one connection to the embedded database.
// `bigint` comes back as a number; one that a number cannot hold fails instead of being rounded.

import postgres from "postgres";
import { lockDataDir } from "../embedded/data_lock.ts";
import { embeddedFolder } from "../embedded/embedded_folder.ts";
import { openEmbeddedPostgres } from "../embedded/embedded_postgres.ts";
import { guardDatabase, type GuardOptions } from "./guard_database.ts";
import { createSocketFactory } from "./server_socket.ts";

const MAX_CONNECTIONS = 20;
const CONNECT_TIMEOUT_SECONDS = 5;
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
/** Above the statement timeout: a live server has answered by then. */
const MAX_SILENCE_MS = 18_000;
const MAX_RECONNECT_DELAY_SECONDS = 1;
/** What still runs when everything else has been closed is broken off. */
const CLOSE_TIMEOUT_SECONDS = 1;

type Types = { bigint: number };
type Pool = postgres.Sql<Types>;

/** What statements run on: the pool, or the connection of a transaction. */
export type Sql = postgres.ISql<Types>;

/**
 * An open database. Work on it fails with AppError `not_ready` when it cannot be reached.
 * Disposing closes it within a bounded time, whatever the server does.
 */
export interface Database extends AsyncDisposable {
  readonly isEmbedded: boolean;
  /** The pool itself, unguarded. */
  readonly sql: Pool;
  /** Runs statements that stand alone. */
  query<T>(work: (sql: Sql) => PromiseLike<T>, options?: GuardOptions): Promise<T>;
  /** Runs statements that happen all or not at all; never wait for anything else in one. */
  transaction<T>(work: (sql: Sql) => PromiseLike<T>, options?: GuardOptions): Promise<T>;
}

export type DatabaseOptions = {
  /** Undefined: the embedded database in `dataDir`, which is locked to this process. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
};

/** Opens the database. A server is connected to on first use: being down is no error here. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === undefined
    ? await openEmbedded(options.dataDir)
    : connectToServer(options.databaseUrl);
}

/** A pool of connections to a PostgreSQL server. */
export function connectToServer(
  databaseUrl: string,
  { silenceMs = MAX_SILENCE_MS } = {},
): Database {
  const sql = postgres(databaseUrl, {
    ...commonOptions(),
    ...{ socket: createSocketFactory(silenceMs) },
    max: MAX_CONNECTIONS,
  });
  return createDatabase(sql, { isEmbedded: false, close: () => endPool(sql) });
}

/** The one connection to an embedded database that listens in `socketFolder`. */
export function connectToEmbedded(socketFolder: string): Database {
  const sql = postgres({
    ...commonOptions(),
    host: socketFolder,
    port: 5432,
    database: "postgres",
    username: "postgres",
    ssl: false,
    max: 1,
    max_lifetime: null,
  });
  return createDatabase(sql, { isEmbedded: true, close: () => endPool(sql) });
}

async function openEmbedded(dataDir: string): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockDataDir(dataDir));
  const embedded = stack.use(await openEmbeddedPostgres(embeddedFolder(dataDir)));
  const { sql } = stack.use(connectToEmbedded(embedded.socketFolder));
  const opened = stack.move();
  return createDatabase(sql, { isEmbedded: true, close: () => opened.disposeAsync() });
}

function createDatabase(
  sql: Pool,
  { isEmbedded, close }: { isEmbedded: boolean; close: () => Promise<void> },
): Database {
  return {
    isEmbedded,
    sql,
    query: (work, options) => guardDatabase(() => work(sql), options),
    transaction: <T>(work: (sql: Sql) => PromiseLike<T>, options?: GuardOptions) =>
      guardDatabase(() => sql.begin(async (tx) => await work(tx)) as Promise<T>, options),
    [Symbol.asyncDispose]: close,
  };
}

function commonOptions() {
  return {
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, MAX_RECONNECT_DELAY_SECONDS),
    onnotice: () => {},
    types: { bigint: { to: 20, from: [20], serialize: String, parse: parseBigint } },
    connection: {
      application_name: "orpheus",
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
  };
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`Cannot read a bigint as a number without rounding it: ${text}`);
}

/** The driver's own timeout does not fire when the server is lost (porsager/postgres#1097). */
async function endPool(sql: Pool): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, (CLOSE_TIMEOUT_SECONDS + 1) * 1000);
  await Promise.race([sql.end({ timeout: CLOSE_TIMEOUT_SECONDS }), promise]);
  clearTimeout(timer);
}
