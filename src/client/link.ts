// Which way the bytes go: over the WebSocket, or over plain HTTP as long as no WebSocket gets
// through although the server answers. The connection goes on trying meanwhile.

import { Connection, type ConnectionPorts, type ConnectionStatus } from "./connection.ts";
import { HttpChannel, type HttpChannelPorts } from "./http_channel.ts";
import { SwitchingChannel } from "./switching_channel.ts";
import type { Hello } from "./wire.ts";

/** A try that has not opened by then is slow enough to look for another way, in milliseconds. */
export const SLOW_TRY_MS = 3_000;
/** Tries that must fail one after the other first: a server that restarts is no blocked network. */
export const FAILURES_BEFORE_HTTP = 2;

/**
 * `connecting`: for the first time; `open`: over the WebSocket; `http`: no WebSocket gets through,
 * but plain HTTP does; `waiting`: broken, trying again; `ended`: the server wants no more of it.
 */
export type ClientStatus = ConnectionStatus | "http";

export type LinkListener = {
  onStatus(status: ClientStatus): void;
  onHello(hello: Hello): void;
};

export class Link {
  readonly channel: SwitchingChannel;
  readonly #ports: ConnectionPorts & HttpChannelPorts;
  readonly #listener: LinkListener;
  readonly #connection: Connection;
  readonly #http: HttpChannel;
  readonly #closing = new AbortController();
  #hello: Hello | undefined;
  #status: ClientStatus = "closed";
  #connectionStatus: ConnectionStatus = "closed";
  #stopTimer = () => {};

  constructor(ports: ConnectionPorts & HttpChannelPorts, listener: LinkListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#http = new HttpChannel(ports);
    this.#connection = new Connection(ports, {
      onStatus: (status, failures) => this.#follow(status, failures),
      onHello: (hello) => {
        this.#hello = hello;
        listener.onHello(hello);
      },
    });
    this.channel = new SwitchingChannel(this.#connection);
  }

  get status(): ClientStatus {
    return this.#status;
  }

  /** Of the newest socket. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  /** Connects now, whatever happened before. */
  connect(): void {
    this.#connection.connect();
  }

  /** The network is back, or the page is looked at again: do not wait any longer. */
  wake(): void {
    this.#connection.wake();
    this.#http.wake();
  }

  close(): void {
    this.#closing.abort();
    this.#connection.close();
  }

  #follow(status: ConnectionStatus, failures: number): void {
    this.#connectionStatus = status;
    this.#stopTimer();
    if (status === "connecting") {
      this.#stopTimer = this.#ports.startTimer(() => void this.#look(), SLOW_TRY_MS);
    }
    if (status === "waiting" && failures >= FAILURES_BEFORE_HTTP) void this.#look();
    if (this.#isTrying && this.#status === "http") return;
    this.channel.use(this.#connection);
    this.#tell(status === "connecting" && failures > 0 ? "waiting" : status);
  }

  /** Looks whether plain HTTP gets through, and goes by it as long as it does. */
  async #look(): Promise<void> {
    const isAlive = await this.#ports.api.isAlive(this.#closing.signal);
    if (!this.#isTrying) return;
    this.channel.use(isAlive ? this.#http : this.#connection);
    this.#tell(isAlive ? "http" : "waiting");
  }

  get #isTrying(): boolean {
    return this.#connectionStatus === "connecting" || this.#connectionStatus === "waiting";
  }

  #tell(status: ClientStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#listener.onStatus(status);
  }
}
