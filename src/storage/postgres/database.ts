// The one way to PostgreSQL: a pool on a server, or one connection to the embedded database.

import { lockDataDir } from "../embedded/data_lock.ts";
import { embeddedFolder } from "../embedded/embedded_folder.ts";
import { openEmbeddedPostgres } from "../embedded/embedded_postgres.ts";
import { ConnectionPool } from "./connection_pool.ts";
import { guardDatabase, type GuardOptions } from "./guard_database.ts";
import { isPlanOutdated } from "./prepared_statements.ts";
import { createSql, type SendStatement, type Sql } from "./sql.ts";

const MAX_CONNECTIONS = 20;

/**
 * An open database. Work on it fails with AppError `not_ready` when it cannot be reached.
 * Disposing closes it within a bounded time, whatever the server does.
 */
export interface Database extends AsyncDisposable {
  readonly isEmbedded: boolean;
  /** Each statement on any connection, unguarded. */
  readonly sql: Sql;
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
  url: string,
  options: { readonly silenceMs?: number } = {},
): Database {
  const server = { url };
  const pool = new ConnectionPool({ server, maxConnections: MAX_CONNECTIONS, ...options });
  return createDatabase(pool, { isEmbedded: false });
}

/** The one connection to an embedded database that listens in `socketFolder`. */
export function connectToEmbedded(socketFolder: string): Database {
  const pool = new ConnectionPool({ server: { socketFolder }, maxConnections: 1 });
  return createDatabase(pool, { isEmbedded: true });
}

async function openEmbedded(dataDir: string): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockDataDir(dataDir));
  const embedded = stack.use(await openEmbeddedPostgres(embeddedFolder(dataDir)));
  const database = stack.use(connectToEmbedded(embedded.socketFolder));
  const opened = stack.move();
  return { ...database, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function createDatabase(
  pool: ConnectionPool,
  { isEmbedded }: { readonly isEmbedded: boolean },
): Database {
  const sql = createSql((...statement) => pool.lend((send) => send(...statement)));
  return {
    isEmbedded,
    sql,
    query: (work, options) => guardDatabase(() => withFreshPlans(pool, () => work(sql)), options),
    transaction: (work, options) =>
      guardDatabase(
        () => withFreshPlans(pool, () => pool.lend((send) => runTransaction(send, work))),
        options,
      ),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

/** Again from the start, if a plan was outdated: nothing has happened then. */
async function withFreshPlans<T>(pool: ConnectionPool, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPlanOutdated(error)) throw error;
    pool.prepared.forget();
    return await work();
  }
}

async function runTransaction<T>(
  send: SendStatement,
  work: (sql: Sql) => PromiseLike<T>,
): Promise<T> {
  await send("begin");
  let result: T;
  try {
    result = await work(createSql(send));
  } catch (error) {
    // Where the connection is gone, the server rolls back by itself.
    await send("rollback").catch(() => {});
    throw error;
  }
  // A commit after a failed statement, whose error `work` kept to itself, takes everything back.
  const { command } = await send("commit");
  if (command !== "COMMIT") throw new Error("The transaction had failed and was rolled back");
  return result;
}
