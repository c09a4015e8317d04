// Connections to a database, each lent to one piece of work at a time.
//
// The driver emits what happens to a connection outside a statement as an event, and an event
// "error" that nobody listens to ends the process: every connection gets a listener at once.

import type { EventEmitter } from "node:events";
import pg from "pg";
import { PreparedStatements } from "./prepared_statements.ts";
import { serverAddress } from "./server_address.ts";
import { ServerSocket } from "./server_socket.ts";
import type { SendStatement } from "./sql.ts";

/** All work shares the one connection, and a vacuum on it takes seconds. */
const EMBEDDED_TURN_TIMEOUT_MS = 20_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Above the statement timeout: a live server has answered by then. */
const MAX_SILENCE_MS = 18_000;
const IDLE_MS = 10_000;
const MAX_LIFETIME_SECONDS = 3_600;
/** What still runs when everything else has been closed is broken off, and what comes after it. */
const CLOSE_TIMEOUT_MS = 1_000;

export type PoolOptions = {
  /** `postgres://…`, or the folder of an embedded database's socket. */
  readonly server: { readonly url: string } | { readonly socketFolder: string };
  readonly maxConnections: number;
  /** @default MAX_SILENCE_MS */
  readonly silenceMs?: number;
};

/** Connects on first use; disposing closes within a bounded time, whatever the server does. */
export class ConnectionPool implements AsyncDisposable {
  readonly prepared = new PreparedStatements();
  readonly #pool: pg.Pool;
  readonly #lent = new Set<Promise<unknown>>();
  readonly #open = new Set<EventEmitter>();
  readonly #sockets = new Set<ServerSocket>();

  constructor(options: PoolOptions) {
    this.#pool = new pg.Pool({
      ...addressOf(options.server),
      ...SESSION,
      max: options.maxConnections,
      stream: () => this.#openSocket(options),
    });
    this.#pool.on("error", ignore);
    this.#pool.on("connect", (client) => {
      client.on("error", ignore);
      this.#open.add(client);
      client.once("end", () => this.#open.delete(client));
    });
  }

  /** Waits a bounded time for a connection. A broken one is not lent again. */
  async lend<T>(work: (send: SendStatement) => Promise<T>): Promise<T> {
    const lent = this.#lendOnce(work);
    this.#lent.add(lent);
    return await lent.finally(() => this.#lent.delete(lent));
  }

  async #lendOnce<T>(work: (send: SendStatement) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    try {
      return await work((...statement) => this.#send(client, ...statement));
    } finally {
      client.release();
    }
  }

  async #send(client: pg.PoolClient, ...[text, values, options]: Parameters<SendStatement>) {
    if (values === undefined) return await client.query(text);
    const name = options?.isFresh ? undefined : this.prepared.nameFor(client, text);
    return await client.query({ ...(name && { name }), text, values: [...values] });
  }

  #openSocket({ server, silenceMs = MAX_SILENCE_MS }: PoolOptions): ServerSocket {
    const socket = new ServerSocket("url" in server ? silenceMs : 0);
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const timer = setInterval(() => this.#breakOff(), CLOSE_TIMEOUT_MS);
    // The pool would leave whoever still waits for a connection to the timeout.
    await Promise.allSettled(this.#lent);
    await this.#pool.end();
    await Promise.all([...this.#open].map((client) => untilEvent(client, "end")));
    await Promise.all([...this.#sockets].map((socket) => untilEvent(socket, "close")));
    clearInterval(timer);
  }

  #breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

const SESSION = {
  application_name: "orpheus",
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  types: { getTypeParser },
};

function addressOf(server: PoolOptions["server"]): pg.PoolConfig {
  if ("url" in server) {
    return {
      ...serverAddress(server.url),
      // Compiling a plan costs 280 ms where it pays at all; these statements take a few. Every
      // statement has its index, and reading a table of a million songs takes 2 s. Pages are as
      // near to each other as they are on a disk without a needle.
      options: "-c jit=off -c random_page_cost=1.1 -c enable_seqscan=off",
      idleTimeoutMillis: IDLE_MS,
      maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    };
  }
  return {
    host: server.socketFolder,
    port: 5432,
    user: "postgres",
    password: "",
    database: "postgres",
    connectionTimeoutMillis: EMBEDDED_TURN_TIMEOUT_MS,
    idleTimeoutMillis: 0,
  };
}

/** `bigint` comes back as a number; one that a number cannot hold fails instead of being rounded. */
function getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return parseBigint;
  if (oid === INT8_ARRAY) return (text) => parseList(text).map(parseBigint);
  return pg.types.getTypeParser(oid, format as "text");
}

// What the driver's table of types does not name.
const INT8_ARRAY = 1016;
const TEXT_ARRAY = 1009;
const parseList = pg.types.getTypeParser(TEXT_ARRAY as number, "text") as (
  text: string,
) => string[];

function parseBigint(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`Cannot read a bigint as a number without rounding it: ${text}`);
}

/** Unlike `once` of node:events, also when an "error" comes first. */
function untilEvent(emitter: EventEmitter, event: string): Promise<void> {
  return new Promise((resolve) => emitter.once(event, () => resolve()));
}

function ignore(): void {}
