// The browser's sockets, timers and chance, as a connection wants them.

import type { ConnectionPorts, Socket, SocketEvents } from "./connection.ts";

export function createBrowserPorts(url: string): ConnectionPorts {
  return {
    openSocket: (events) => openSocket(url, events),
    startTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    nowMs: () => performance.now(),
    random: Math.random,
    newId,
  };
}

/** A random id; `crypto.randomUUID` is missing where a page came over plain HTTP. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function openSocket(url: string, events: SocketEvents): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener("message", (event) => events.onText(String(event.data)));
  socket.addEventListener("close", (event) => events.onClose(event.code));
  return {
    // A socket that is closing swallows what it is given; what matters is sent again later.
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: (code) => socket.close(code),
  };
}
