// The decision on an upgrade, before the 101. No browser asks for our sockets on behalf of a page
// that is neither our own nor allowed: CORS does not cover WebSockets, so the Origin is looked at.

import { AppError } from "../errors.ts";
import type { Caller } from "../jobs/caller.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { PROTOCOL } from "./protocol.ts";
import type { Sessions } from "./sessions.ts";
import type { Socket, SocketHandler } from "./socket.ts";
import type { SocketSlots } from "./socket_slots.ts";

export const SOCKET_PATH = "/api/ws";

const VERSION = "13";
const KEY = /^[+/0-9A-Za-z]{22}==$/;
const RETRY_AFTER_SECONDS = 5;

/** Facts about the connection that headers cannot tell. */
export type Peer = { readonly address: string; readonly isTls: boolean };

export type AcceptedUpgrade = {
  /** Headers of the 101. */
  readonly headers: ReadonlyMap<string, string>;
  readonly protocol: string | undefined;
  readonly open: (socket: Socket) => SocketHandler;
  /** Called instead of `open` when the peer went away before the 101. */
  readonly abandoned: () => void;
};

export type UpgradeParts = {
  readonly sessions: Pick<Sessions, "open">;
  readonly slots: Pick<SocketSlots, "take">;
  readonly jobs: Pick<Jobs, "quota">;
  /** @throws {AppError} `unauthorized`. */
  readonly identify: (request: Request, peer: Peer) => Promise<{
    readonly caller: Caller;
    readonly address: string;
    readonly setCookie: string | undefined;
  }>;
  /** The origin the client sees the server at: scheme, host and port. */
  readonly originOf: (request: Request, peer: Peer) => string;
  readonly corsOrigins: readonly string[];
  readonly isDraining: () => boolean;
};

/**
 * @throws {AppError} `draining`, `not_found`, `upgrade_required`, `invalid_header`,
 * `forbidden_origin`, `unauthorized`, `too_many_sockets`, `sockets_full`, or what `quota` throws.
 */
export type DecideUpgrade = (request: Request, peer: Peer) => Promise<AcceptedUpgrade>;

export function createDecideUpgrade(parts: UpgradeParts): DecideUpgrade {
  return async function decideUpgrade(request, peer) {
    const url = new URL(request.url);
    if (url.pathname !== SOCKET_PATH) throw new AppError("not_found", "No socket opens here");
    if (parts.isDraining()) throw draining();
    checkHandshake(request.headers);
    checkOrigin(request, peer, parts);
    const { caller, address, setCookie } = await parts.identify(request, peer);
    const quota = await parts.jobs.quota(caller);
    const onClosed = parts.slots.take(address);
    const isBatch = url.searchParams.get("batch") === "1";
    return {
      headers: new Map(setCookie === undefined ? [] : [["Set-Cookie", setCookie]]),
      protocol: chooseProtocol(request.headers),
      open: (socket) => parts.sessions.open(socket, { caller, quota, isBatch, onClosed }),
      abandoned: onClosed,
    };
  };
}

function checkHandshake(headers: Headers): void {
  if (headers.get("Sec-WebSocket-Version") !== VERSION) {
    throw new AppError("upgrade_required", `The WebSocket version must be ${VERSION}`);
  }
  if (!KEY.test(headers.get("Sec-WebSocket-Key") ?? "")) {
    throw new AppError("invalid_header", "Sec-WebSocket-Key must be 16 bytes in base64");
  }
}

function checkOrigin(
  request: Request,
  peer: Peer,
  { originOf, corsOrigins }: Pick<UpgradeParts, "originOf" | "corsOrigins">,
): void {
  const origin = request.headers.get("Origin");
  // Not a browser.
  if (origin === null) return;
  if (origin === originOf(request, peer) || corsOrigins.includes(origin)) return;
  throw new AppError("forbidden_origin", "Pages of this origin may not open a socket here");
}

// Split at commas with or without a space: clients send both.
function chooseProtocol(headers: Headers): string | undefined {
  const offered = headers.get("Sec-WebSocket-Protocol")?.split(",").map((name) => name.trim());
  return offered?.includes(PROTOCOL) ? PROTOCOL : undefined;
}

function draining(): AppError {
  return new AppError("draining", "The server is about to stop, please try again", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
