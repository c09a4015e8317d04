// The server's side of the sockets a page connection opens, played by a test.
// Whatever the page sends is parsed with the server's own schema.

import assert from "node:assert/strict";
import {
  type ChannelMessage,
  type ClientMessage,
  clientMessageSchema,
  PROTOCOL,
} from "../../src/channel/protocol.ts";
import type { Socket, SocketEvents } from "../../src/client/connection.ts";

export class ScriptedSocket implements Socket {
  readonly sent: ClientMessage[] = [];
  closedWith: number | undefined;
  isClosed = false;
  readonly #events: SocketEvents;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  send(text: string): void {
    this.sent.push(clientMessageSchema.parse(JSON.parse(text)));
  }

  close(code?: number): void {
    this.closedWith ??= code;
    this.isClosed = true;
  }

  /** The server sends a message, or an array of them at once. */
  say(message: ChannelMessage | readonly ChannelMessage[]): void {
    this.sayText(JSON.stringify(message));
  }

  /** The server, or something in between, sends anything. */
  sayText(text: string): void {
    this.#events.onText(text);
  }

  hello(): void {
    this.say({
      type: "hello",
      protocol: PROTOCOL,
      heartbeatSeconds: 20,
      limits: { maxMessageBytes: 16_384, maxMessagesPerMinute: 120, maxSubscriptions: 64 },
      quota: { limit: 10, remaining: 10, resetSeconds: 900 },
    });
  }

  /** The socket breaks, or the server closes it. */
  break(code = 1006): void {
    this.#events.onClose(code);
  }

  /** The last message of a type that the page sent on this socket. */
  last<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }> {
    const found = this.sent.findLast((message) => message.type === type);
    assert.ok(found, `nothing of type "${type}" was sent`);
    return found as Extract<ClientMessage, { type: T }>;
  }
}

export class ScriptedSockets {
  readonly opened: ScriptedSocket[] = [];

  open = (events: SocketEvents): Socket => {
    const socket = new ScriptedSocket(events);
    this.opened.push(socket);
    return socket;
  };

  /** The newest socket. */
  get current(): ScriptedSocket {
    const socket = this.opened.at(-1);
    assert.ok(socket, "no socket was opened");
    return socket;
  }
}
