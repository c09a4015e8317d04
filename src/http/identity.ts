// Who makes a request: an API key, the admin, or an anonymous client known by its cookie.
// Only hashes are compared and handed on; a cookie counts for the server's own pages alone.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Peer } from "../channel/upgrade.ts";
import { AppError } from "../errors.ts";
import type { Caller } from "../jobs/caller.ts";
import { createForwarding, type Forwarding } from "./forwarding.ts";
import { networkOf } from "./ip_address.ts";

export const CLIENT_COOKIE = "orpheus_client";

const COOKIE_BYTES = 32;
const COOKIE_MAX_AGE_SECONDS = 365 * 86_400;
const COOKIE_PATTERN = new RegExp(`(?:^|;\\s*)${CLIENT_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`);

export type Identity = {
  readonly caller: Caller;
  /** What limits per address count by: the client's IPv4, or its IPv6 network (/64). */
  readonly address: string;
  /** The `Set-Cookie` of a client met for the first time; sent by a submit or an upgrade only. */
  readonly setCookie: string | undefined;
};

/** @throws {AppError} `unauthorized` for a wrong key, or for none where one is required. */
export type Identify = (request: Request, peer: Peer) => Promise<Identity>;

export type IdentifyOptions = {
  readonly apiKeys: readonly { readonly name: string; readonly key: string }[];
  readonly adminToken: string | undefined;
  readonly isKeyRequired: boolean;
  readonly trustedProxies: readonly string[];
  /** Foreign origins whose pages may use the client cookie. */
  readonly corsOrigins: readonly string[];
};

type Credential = { readonly digest: Uint8Array; readonly name: string | undefined };

/** Wires the keys that are valid into the function that tells who calls. */
export function createIdentify(options: IdentifyOptions): Identify {
  const credentials = credentialsOf(options);
  const forwarding = createForwarding(options.trustedProxies);

  function identifyNow(request: Request, peer: Peer): Identity {
    const address = networkOf(forwarding.addressOf(request, peer));
    const token = bearerOf(request);
    if (token !== undefined) {
      return { caller: callerByToken(token, credentials, address), address, setCookie: undefined };
    }
    if (options.isKeyRequired) throw new AppError("unauthorized", "This server needs an API key");
    const isOwn = isOwnPage(request, peer, forwarding, options.corsOrigins);
    const known = isOwn ? cookieOf(request) : undefined;
    const secret = known ?? randomBytes(COOKIE_BYTES).toString("base64url");
    const isNew = isOwn && known === undefined;
    const setCookie = isNew ? cookieLine(secret, forwarding.isTls(request, peer)) : undefined;
    return { caller: anonymousCaller(secret, address), address, setCookie };
  }
  return (request, peer) => Promise.try(identifyNow, request, peer);
}

function anonymousCaller(secret: string, address: string): Caller {
  const owner = `anonymous:${digestOf(secret).toString("hex")}`;
  return { owner, client: `address:${address}`, isAdmin: false };
}

function credentialsOf({ apiKeys, adminToken }: IdentifyOptions): Credential[] {
  const keys = apiKeys.map(({ name, key }) => ({ name, digest: digestOf(key) }));
  return adminToken === undefined
    ? keys
    : [...keys, { name: undefined, digest: digestOf(adminToken) }];
}

// Every credential is compared, each in constant time: the answer's delay tells nothing.
function callerByToken(
  token: string,
  credentials: readonly Credential[],
  address: string,
): Caller {
  const digest = digestOf(token);
  const [match] = credentials.filter((credential) => timingSafeEqual(credential.digest, digest));
  if (match === undefined) throw new AppError("unauthorized", "This API key is not known");
  if (match.name === undefined) {
    return { owner: "admin", client: `address:${address}`, isAdmin: true };
  }
  return { owner: `key:${match.name}`, client: `key:${match.name}`, isAdmin: false };
}

// Other schemes are not ours: a proxy in front may ask for Basic credentials of its own.
function bearerOf(request: Request): string | undefined {
  const header = request.headers.get("Authorization") ?? "";
  return /^bearer(?: |$)/i.test(header) ? header.slice("bearer".length).trim() : undefined;
}

// SameSite=Lax keeps the cookie from other sites, not from sibling hosts of the same site.
function isOwnPage(
  request: Request,
  peer: Peer,
  forwarding: Forwarding,
  corsOrigins: readonly string[],
): boolean {
  const origin = request.headers.get("Origin");
  return origin === null || corsOrigins.includes(origin) ||
    request.headers.get("Sec-Fetch-Site") === "same-origin" ||
    origin === forwarding.originOf(request, peer);
}

function cookieOf(request: Request): string | undefined {
  return COOKIE_PATTERN.exec(request.headers.get("Cookie") ?? "")?.[1];
}

function cookieLine(secret: string, isTls: boolean): string {
  const line =
    `${CLIENT_COOKIE}=${secret}; Path=/; Max-Age=${COOKIE_MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax`;
  return isTls ? `${line}; Secure` : line;
}

function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
