// The socket as a session sees it: what a listener hands over, and what it wants to hear.

export interface Socket {
  send(text: string): void;
  /** Bytes accepted by `send` and not yet given to the network. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  /** Frees the socket at once, whatever the peer does. */
  terminate(): void;
  ping(): void;
}

/** No method throws. `closed` comes once, and nothing after it. */
export interface SocketHandler {
  message(text: string): void;
  binary(): void;
  pong(): void;
  drained(): void;
  closed(code: number): void;
}
