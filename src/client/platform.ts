// What a browser, Deno and Node have to give: sockets, timers, chance, and news of the network.

import type { Socket, SocketEvents } from "./connection.ts";
import type { StartTimer } from "./pending_requests.ts";

/** What of a `WebSocket` is used. */
export interface WebSocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number): void;
  // No two platforms agree on the types of events.
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
}

/** `WebSocket`, or a class that is used like it; `options` are headers, where there is no browser. */
export type WebSocketConstructor = new (url: string, options?: never) => WebSocketLike;

/** What a page has, and other programs have not. */
type PageGlobals = {
  readonly addEventListener?: EventTarget["addEventListener"];
  readonly document?: EventTarget & { readonly visibilityState: string };
};

const OPEN = 1;
const ABNORMAL = 1006;

/** Whether requests may carry headers that a browser keeps to itself. */
export const CAN_SET_HEADERS: boolean = "Deno" in globalThis ||
  (globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node !==
    undefined;

/** A socket that a page's policy forbids ends like one that does not get through. */
export function openSocket(
  Constructor: WebSocketConstructor,
  address: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  events: SocketEvents,
): Socket {
  const socket = createSocket(Constructor, address);
  if (socket === undefined) {
    queueMicrotask(() => events.onClose(ABNORMAL));
    return { send: () => {}, close: () => {} };
  }
  socket.onmessage = ({ data }: { data: unknown }) => events.onText(String(data));
  socket.onclose = ({ code }: { code: number }) => events.onClose(code);
  // What went wrong is told by the close that follows; unheard, it would end a process.
  socket.onerror = (event: Partial<Event>) => event.preventDefault?.();
  return {
    // A socket that is closing swallows what it is given; what matters is sent again later.
    send: (text) => socket.readyState === OPEN && socket.send(text),
    close: (code) => socket.close(code),
  };
}

function createSocket(
  Constructor: WebSocketConstructor,
  { url, headers }: Parameters<typeof openSocket>[1],
): WebSocketLike | undefined {
  try {
    return CAN_SET_HEADERS ? new Constructor(url, { headers } as never) : new Constructor(url);
  } catch {
    return undefined;
  }
}

export const startTimer: StartTimer = function startTimer(callback, delayMs) {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

/** A random id; `crypto.randomUUID` is missing where a page came over plain HTTP. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Calls back when the network returns or the page is looked at again; the answer stops it. */
export function onWake(callback: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const { addEventListener, document } = globalThis as PageGlobals;
  addEventListener?.("online", callback, { signal });
  document?.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") callback();
  }, { signal });
  return () => stop.abort();
}
