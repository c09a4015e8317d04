// Every open socket of the process: one clock for all of them, and their end when the process stops.

import { repeat } from "./clock.ts";
import { CLOSE_GRACE_MS } from "./limits.ts";
import type { RequestParts } from "./requests.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { Socket, SocketHandler } from "./socket.ts";

export const TICK_MS = 1_000;
/** A tick this late means that the process stood still, not that its peers went away. */
export const STANDSTILL_MS = 5_000;
/** Clients told of a drain come back at different times up to this. */
export const MAX_RETRY_AFTER_MS = 5_000;

export interface Sessions extends AsyncDisposable {
  open(socket: Socket, options: SessionOptions): SocketHandler;
  readonly size: number;
  /** Tells every client that the server is about to stop. */
  warnOfDrain(): void;
}

export type SessionsParts = RequestParts & {
  /** 0 up to 1. */
  readonly random: () => number;
};

/** Disposing closes every socket with 1001, and frees those that do not answer. */
export function createSessions(parts: SessionsParts): Sessions {
  const { clock } = parts;
  const sessions = new Set<Session>();
  const { promise: allGone, resolve: tellAllGone } = Promise.withResolvers<void>();
  let isClosing = false;
  let tickedAtMs = clock.nowMs();

  function tick(): void {
    const nowMs = clock.nowMs();
    if (nowMs - tickedAtMs >= STANDSTILL_MS) {
      for (const session of sessions) session.forgiveStandstill(nowMs);
    }
    tickedAtMs = nowMs;
    for (const session of sessions) session.tick(nowMs);
  }

  function forget(session: Session): void {
    sessions.delete(session);
    if (isClosing && sessions.size === 0) tellAllGone();
  }

  const stopTicking = repeat(clock, TICK_MS, tick);

  return {
    open(socket, options) {
      const session: Session = new Session(
        socket,
        {
          ...options,
          onClosed: () => {
            forget(session);
            options.onClosed();
          },
        },
        parts,
      );
      sessions.add(session);
      if (isClosing) session.goAway();
      return session;
    },
    get size() {
      return sessions.size;
    },
    warnOfDrain() {
      for (const session of sessions) {
        session.warnOfDrain(Math.floor(parts.random() * MAX_RETRY_AFTER_MS));
      }
    },
    async [Symbol.asyncDispose]() {
      isClosing = true;
      for (const session of sessions) session.goAway();
      if (sessions.size === 0) tellAllGone();
      const giveUp = clock.startTimer(tellAllGone, CLOSE_GRACE_MS + 2 * TICK_MS);
      await allGone;
      giveUp();
      stopTicking();
    },
  };
}
