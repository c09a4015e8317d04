// node's incoming message → a fetch Request. Nothing is read, and no signal made, before it is asked
// for: most requests need neither.

import type { IncomingMessage } from "node:http";

/** How long the rest of a body that nobody wanted is read away so that its answer arrives. */
const UNWANTED_TIMEOUT_MS = 1_000;

const HOST = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
// fetch refuses these in a Request, HTTP does not.
const METHODS_WITHOUT_REQUEST = new Set(["TRACE", "TRACK", "CONNECT"]);

/** When the exchange is over, and whether the peer saw the end of it. */
export type Exchange = {
  readonly isOver: () => boolean;
  readonly isAnswered: () => boolean;
  readonly onceOver: (callback: () => void) => void;
};

/** The request, or undefined when its target or `Host` is not valid: the answer is a bare 400. */
export function requestOf(incoming: IncomingMessage, exchange: Exchange): Request | undefined {
  const url = urlOf(incoming);
  if (url === undefined) return undefined;
  const headers: [string, string][] = [];
  const raw = incoming.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) headers.push([raw[i]!, raw[i + 1]!]);
  const method = incoming.method ?? "GET";
  const body = hasBody(incoming) ? bodyOf(incoming) : null;
  try {
    return new NodeRequest(url, { method, headers, body }, exchange);
  } catch {
    // Such as a target that is no URL, or a header that HTTP allows and fetch does not.
    return undefined;
  }
}

class NodeRequest extends Request {
  readonly #method: string;
  readonly #exchange: Exchange;
  #controller: AbortController | undefined;

  constructor(
    url: string,
    { method, ...init }: RequestInit & { readonly method: string },
    exchange: Exchange,
  ) {
    super(url, { ...init, method: METHODS_WITHOUT_REQUEST.has(method) ? "GET" : method });
    this.#method = method;
    this.#exchange = exchange;
  }

  override get method(): string {
    return this.#method;
  }

  /** Aborts when the peer goes away before it has the whole answer. */
  override get signal(): AbortSignal {
    return (this.#controller ??= this.#follow()).signal;
  }

  #follow(): AbortController {
    const controller = new AbortController();
    const end = () => {
      if (!this.#exchange.isAnswered()) controller.abort();
    };
    if (this.#exchange.isOver()) end();
    else this.#exchange.onceOver(end);
    return controller;
  }
}

function urlOf(incoming: IncomingMessage): string | undefined {
  const target = incoming.url ?? "";
  const hosts = incoming.rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name));
  const host = incoming.headers.host ?? (incoming.httpVersion === "1.0" ? "localhost" : "");
  if (hosts.length > 1 || !HOST.test(host)) return undefined;
  const url = target.startsWith("/") ? `http://${host}${target}` : target;
  return /^http:\/\//i.test(url) ? url : undefined;
}

function hasBody({ method, headers }: IncomingMessage): boolean {
  return method !== "GET" && method !== "HEAD" && !METHODS_WITHOUT_REQUEST.has(method ?? "") &&
    (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0);
}

/** Reads only as far as it is asked: a body that nobody reads stays with the sender. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isOpen = true;
  return new ReadableStream({
    start(controller) {
      incoming.pause();
      incoming.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
        incoming.pause();
        if (isOpen) controller.enqueue(chunk);
      });
      incoming.once("end", () => {
        if (isOpen) controller.close();
        isOpen = false;
      });
      incoming.once("close", () => {
        if (isOpen) controller.error(new DOMException("The peer went away", "AbortError"));
        isOpen = false;
      });
      incoming.on("error", () => {/* "close" follows */});
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOpen = false;
    },
  }, { highWaterMark: 0 });
}

/**
 * Reads the rest of a body away once its answer is written: closing at once would make the peer's
 * system throw the answer away. Cuts off whoever sends on and on.
 */
export function discardRest(incoming: IncomingMessage): void {
  if (incoming.readableEnded || incoming.destroyed) return;
  const timer = setTimeout(() => incoming.socket.destroy(), UNWANTED_TIMEOUT_MS);
  incoming.once("end", () => clearTimeout(timer));
  incoming.once("close", () => clearTimeout(timer));
  incoming.removeAllListeners("data");
  incoming.resume();
}
