// Hints over LISTEN and NOTIFY: a connection of its own that listens and comes back by itself.

import pg from "pg";
import type { Hint, Hints } from "../../jobs/hints.ts";
import type { Database } from "./database.ts";
import { HintOutbox, readPayload } from "./hint_outbox.ts";
import { serverAddress } from "./server_address.ts";
import { ServerSocket } from "./server_socket.ts";

const CHANNEL = "orpheus_hints";
const RECONNECT_MS = 1_000;
/** A listener owes no answer, so its silence says nothing: a ping makes it owe one. */
const PING_INTERVAL_MS = 5_000;
const MAX_SILENCE_MS = 12_000;

export type NotifyHintsOptions = {
  readonly databaseUrl: string;
  /** Differs for every process and every start. */
  readonly processId: string;
};

/** Listens from now on. Disposing waits for nothing that the server owes. */
export class NotifyHints implements Hints, Disposable {
  readonly #options: NotifyHintsOptions;
  readonly #outbox: HintOutbox;
  readonly #listeners = new Set<(hint: Hint) => void>();
  #client: pg.Client | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(database: Database, options: NotifyHintsOptions) {
    this.#options = options;
    this.#outbox = new HintOutbox(options.processId, async (payload) => {
      await database.query((sql) => sql`select pg_notify(${CHANNEL}, ${payload})`);
    });
    this.#connect();
  }

  send(hint: Hint): void {
    this.#outbox.add(hint);
  }

  subscribe(listener: (hint: Hint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#outbox[Symbol.dispose]();
    this.#client?.end().catch(ignore);
  }

  #connect(): void {
    const client = new pg.Client({
      ...serverAddress(this.#options.databaseUrl),
      application_name: "orpheus hints",
      stream: () => new ServerSocket(MAX_SILENCE_MS),
    });
    this.#client = client;
    client.on("error", ignore);
    client.on("notification", ({ payload }) => this.#receive(payload ?? ""));
    client.once("end", () => this.#connectAfter(client));
    client.connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(() => {
        this.#deliver({ type: "hints_missed" });
        this.#pingLater(client);
      })
      .catch(() => {
        client.end().catch(ignore);
        // A connection that never began has no end to wait for.
        this.#connectAfter(client);
      });
  }

  /** An earlier connection may end when the next one listens already. */
  #connectAfter(client: pg.Client): void {
    if (client === this.#client) this.#after(RECONNECT_MS, () => this.#connect());
  }

  #pingLater(client: pg.Client): void {
    this.#after(PING_INTERVAL_MS, () => {
      client.query("select 1").then(() => this.#pingLater(client), ignore);
    });
  }

  #after(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(work, ms);
  }

  #receive(payload: string): void {
    for (const hint of readPayload(payload, this.#options.processId) ?? []) this.#deliver(hint);
  }

  #deliver(hint: Hint): void {
    for (const listener of this.#listeners) listener(hint);
  }
}

function ignore(): void {}
