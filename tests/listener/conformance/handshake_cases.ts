// Chapters 4 and 9.1 of RFC 6455: the opening handshake.

import { upgradeRequest } from "../../support/raw_connection.ts";
import type { HandshakeCase } from "./conformance_case.ts";

const ACCEPTED = [
  /^HTTP\/1\.1 101 /,
  /\r\nupgrade: websocket\r\n/i,
  /\r\nconnection: upgrade\r\n/i,
  /\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/i,
];
const REFUSED = [/^HTTP\/1\.1 400 /];
const OTHER_VERSION = [/^HTTP\/1\.1 426 /, /\r\nsec-websocket-version: 13\r\n/i];

/** The good request with another line in place of one, or without it. */
function changed(name: string, line = ""): string {
  const pattern = new RegExp(`${name}[: ].*\r\n`);
  return upgradeRequest().replace(pattern, line === "" ? "" : `${line}\r\n`);
}

const UNDERSTOOD: readonly HandshakeCase[] = [
  { rfc: "4.2.2", name: "a handshake as it should be", request: upgradeRequest() },
  {
    rfc: "4.2.2",
    name: "a handshake that comes byte by byte",
    request: upgradeRequest(),
    pieceBytes: 1,
  },
  {
    rfc: "4.2.1",
    name: "an Upgrade in capitals",
    request: changed("Upgrade", "Upgrade: WebSocket"),
  },
  {
    rfc: "4.2.1",
    name: "a Connection of several tokens",
    request: changed("Connection", "Connection: keep-alive, UPGRADE"),
  },
  {
    rfc: "4.2.1",
    name: "names of headers in capitals",
    request: changed("Sec-WebSocket-Version", "SEC-WEBSOCKET-VERSION: 13"),
  },
  {
    rfc: "4.2.1",
    name: "an absolute address as the target",
    request: changed("GET", "GET http://127.0.0.1/api/ws HTTP/1.1"),
  },
].map((item) => ({ ...item, name: `${item.name} is accepted`, hears: ACCEPTED }));

const NEGOTIATED: readonly HandshakeCase[] = [
  {
    rfc: "9.1",
    name: "an extension that is offered is not taken",
    request: upgradeRequest([
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    ]),
    hears: ACCEPTED,
    hearsNot: /sec-websocket-extensions/i,
  },
  {
    rfc: "9.1",
    name: "an extension nobody knows is not taken",
    request: upgradeRequest(["Sec-WebSocket-Extensions: foo, bar; baz=2"]),
    hears: ACCEPTED,
    hearsNot: /sec-websocket-extensions/i,
  },
  {
    rfc: "4.2.2",
    name: "our subprotocol is chosen from a list without spaces",
    request: upgradeRequest(["Sec-WebSocket-Protocol: other,orpheus.v1"]),
    hears: [...ACCEPTED, /\r\nsec-websocket-protocol: orpheus\.v1\r\n/i],
  },
  {
    rfc: "11.3.4",
    name: "our subprotocol is chosen from several headers",
    request: upgradeRequest(["Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: orpheus.v1"]),
    hears: [...ACCEPTED, /\r\nsec-websocket-protocol: orpheus\.v1\r\n/i],
  },
  {
    rfc: "4.2.2",
    name: "no subprotocol is chosen from a list that does not have ours",
    request: upgradeRequest(["Sec-WebSocket-Protocol: a,b"]),
    hears: ACCEPTED,
    hearsNot: /sec-websocket-protocol/i,
  },
];

const KEYS: readonly HandshakeCase[] = [
  { rfc: "4.2.1", name: "no key", request: changed("Sec-WebSocket-Key") },
  {
    rfc: "4.2.1",
    name: "an empty key",
    request: changed("Sec-WebSocket-Key", "Sec-WebSocket-Key:"),
  },
  {
    rfc: "4.2.1",
    name: "a key of 15 bytes",
    request: changed("Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j"),
  },
  {
    rfc: "4.2.1",
    name: "a key that is no base64",
    request: changed("Sec-WebSocket-Key", "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!=="),
  },
  {
    rfc: "11.3.1",
    name: "two keys",
    request: upgradeRequest(["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]),
  },
].map((item) => ({ ...item, name: `a handshake with ${item.name} is refused`, hears: REFUSED }));

const VERSIONS: readonly HandshakeCase[] = [
  { rfc: "4.4", name: "no version", request: changed("Sec-WebSocket-Version") },
  {
    rfc: "4.4",
    name: "version 8",
    request: changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8"),
  },
  {
    rfc: "4.4",
    name: "version 12",
    request: changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 12"),
  },
  {
    rfc: "4.4",
    name: "version 14",
    request: changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 14"),
  },
  {
    rfc: "4.4",
    name: "two versions",
    request: changed("Sec-WebSocket-Version", "Sec-WebSocket-Version: 13, 8"),
  },
].map((item) => ({
  ...item,
  name: `a handshake with ${item.name} is told the right one`,
  hears: OTHER_VERSION,
}));

const NO_UPGRADES: readonly HandshakeCase[] = [
  {
    rfc: "4.2.1",
    name: "a POST is no handshake",
    request: changed("GET", "POST /api/ws HTTP/1.1"),
    hears: [/^HTTP\/1\.1 405 /, /\r\nallow: .*GET/i],
  },
  {
    rfc: "4.1",
    name: "a handshake with a body is none, as nobody could tell where its frames begin",
    request: upgradeRequest(["Content-Length: 7"]) + "\x81\x81\0\0\0\0x",
    hears: [/^HTTP\/1\.1 426 /],
    denoHears: REFUSED,
  },
  {
    rfc: "4.1",
    name: "HTTP/1.0 has no handshake",
    request: changed("GET", "GET /api/ws HTTP/1.0"),
    hears: [/^HTTP\/1\.1 426 /],
    denoHears: [/^HTTP\/1\.0 101 /],
  },
  {
    rfc: "4.2.1",
    name: "a GET without Upgrade is told that it needs one",
    request: changed("Upgrade"),
    hears: [/^HTTP\/1\.1 426 /, /\r\nupgrade: websocket\r\n/i],
  },
  {
    rfc: "4.2.1",
    name: "a GET without Connection is told that it needs an upgrade",
    request: changed("Connection"),
    hears: [/^HTTP\/1\.1 426 /],
  },
  {
    rfc: "4.2.1",
    name: "a Connection that does not name Upgrade asks for none",
    request: changed("Connection", "Connection: keep-alive"),
    hears: [/^HTTP\/1\.1 426 /],
  },
  {
    rfc: "4.2.1",
    name: "an Upgrade to something else is told which one it needs",
    request: changed("Upgrade", "Upgrade: h2c"),
    hears: [/^HTTP\/1\.1 426 /],
  },
  {
    rfc: "4.2.1",
    name: "a handshake without a Host is refused",
    request: changed("Host"),
    hears: REFUSED,
  },
];

export const HANDSHAKE_CASES: readonly HandshakeCase[] = [
  ...UNDERSTOOD,
  ...NEGOTIATED,
  ...KEYS,
  ...VERSIONS,
  ...NO_UPGRADES,
];
