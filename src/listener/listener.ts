// The seam between bytes and the application: requests become `fetch`, upgrades become sockets.

/** One open WebSocket. Text messages only. */
export interface Socket {
  send(text: string): void;
  /** Bytes accepted by `send` and not yet given to the network. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  /** Frees the socket at once, whatever the peer does. */
  terminate(): void;
  ping(): void;
}

/** What the application makes of a socket. No method throws; the listener calls `closed` once. */
export interface SocketHandler {
  message(text: string): void;
  /** A binary message came: the protocol has none. */
  binary(): void;
  pong(): void;
  /** The network took what had piled up in `bufferedBytes`. */
  drained(): void;
  closed(code: number): void;
}

export type Upgrade = {
  /** Headers of the 101, such as `Set-Cookie`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly protocol: string | undefined;
  readonly open: (socket: Socket) => SocketHandler;
  /** Called instead of `open` when the peer went away before the 101. */
  readonly abandoned: () => void;
};

/** Facts about the connection that headers cannot tell. */
export type Peer = { readonly address: string; readonly isTls: boolean };

export interface Application {
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
  /** Decides on an upgrade before the 101: the refusal to send, or what to do with the socket. */
  upgrade(request: Request, peer: Peer): Promise<Response | Upgrade>;
}

/** Disposing closes sockets that are still open with 1001 and lets answers finish for a moment. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Fewer than asked for where the process may not open as many files. */
  readonly maxConnections: number;
  /** Takes no new connection; open requests go on. */
  stopAccepting(): void;
}

export type ListenerOptions = {
  readonly hostname: string;
  /** 0: any free port. */
  readonly port: number;
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  /** Hears of failures that no answer can tell of, such as a body that broke off. */
  readonly onError: (error: unknown) => void;
};
