// An application that records what a listener tells it, and the listener it runs behind.

import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import type {
  Application,
  Listener,
  ListenerOptions,
  Peer,
  Socket,
  SocketHandler,
  Upgrade,
} from "../../src/listener/listener.ts";

export const MAX_MESSAGE_BYTES = 16 * 1024;

export type OpenListener = (
  application: Application,
  options: ListenerOptions,
) => Promise<Listener>;

/** A socket's handler that remembers; `onText` may answer. */
export class RecordingHandler implements SocketHandler {
  readonly socket: Socket;
  readonly texts: string[] = [];
  readonly closedWith: number[] = [];
  binaries = 0;
  pongs = 0;
  drains = 0;
  readonly #onText: (socket: Socket, text: string) => void;

  constructor(socket: Socket, onText: (socket: Socket, text: string) => void) {
    this.socket = socket;
    this.#onText = onText;
  }

  message(text: string): void {
    this.texts.push(text);
    return this.#onText(this.socket, text);
  }

  binary(): void {
    this.binaries++;
  }

  pong(): void {
    this.pongs++;
  }

  drained(): void {
    this.drains++;
  }

  closed(code: number): void {
    this.closedWith.push(code);
  }
}

export type WorldOptions = {
  readonly fetch?: (request: Request, peer: Peer) => Response | Promise<Response>;
  readonly upgrade?: (request: Request) => Promise<Response | Partial<Upgrade>>;
  readonly onText?: (socket: Socket, text: string) => void;
  readonly maxConnections?: number;
};

export class ListenerWorld implements AsyncDisposable {
  readonly handlers: RecordingHandler[] = [];
  readonly errors: unknown[] = [];
  readonly listener: Listener;
  abandoned = 0;

  constructor(listener: Listener) {
    this.listener = listener;
  }

  static async open(open: OpenListener, options: WorldOptions = {}): Promise<ListenerWorld> {
    const { promise, resolve } = Promise.withResolvers<ListenerWorld>();
    const application: Application = {
      fetch: options.fetch ?? (() => new Response("plain")),
      upgrade: async (request) => (await promise).#decide(request, options),
    };
    const world: ListenerWorld = new ListenerWorld(
      await open(application, {
        hostname: "127.0.0.1",
        port: 0,
        maxMessageBytes: MAX_MESSAGE_BYTES,
        maxConnections: options.maxConnections ?? 1000,
        onError: (error) => world.errors.push(error),
      }),
    );
    resolve(world);
    return world;
  }

  get port(): number {
    return this.listener.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.listener[Symbol.asyncDispose]() as Promise<void>;
  }

  async #decide(
    request: Request,
    { upgrade, onText }: WorldOptions,
  ): Promise<Response | Upgrade> {
    const decision = await upgrade?.(request) ?? {};
    if (decision instanceof Response) return decision;
    return {
      headers: new Map(),
      protocol: undefined,
      open: (socket) => {
        const handler = new RecordingHandler(socket, onText ?? (() => {}));
        this.handlers.push(handler);
        return handler;
      },
      abandoned: () => this.abandoned++,
      ...decision,
    };
  }
}

/** Resolves once the condition holds, which must be soon. */
export function waitUntil(condition: () => boolean, what: string): Promise<void> {
  return eventually(() => assert.ok(condition(), `waited in vain until ${what}`), { everyMs: 5 });
}
