// Who is at the other end, when proxies stand between. Only proxies that are trusted are believed.

import { BlockList } from "node:net";
import type { Peer } from "../channel/upgrade.ts";
import { parseIpAddress } from "./ip_address.ts";

export interface Forwarding {
  /** The rightmost hop that is no trusted proxy. */
  addressOf(request: Request, peer: Peer): string;
  isTls(request: Request, peer: Peer): boolean;
  /** The origin the client sees the server at: scheme, host and port. */
  originOf(request: Request, peer: Peer): string;
}

/**
 * Reads `X-Forwarded-For` and `X-Forwarded-Proto` of the proxies named: addresses or CIDR blocks.
 *
 * @throws {RangeError} for an entry that is neither.
 */
export function createForwarding(trustedProxies: readonly string[]): Forwarding {
  const trusted = createTrustedList(trustedProxies);
  const isTrusted = (address: string) =>
    trusted.check(address, address.includes(":") ? "ipv6" : "ipv4");
  const isForwarded = (peer: Peer) =>
    trustedProxies.length > 0 && isTrusted(parseIpAddress(peer.address) ?? "");

  function isTls(request: Request, peer: Peer): boolean {
    if (peer.isTls || !isForwarded(peer)) return peer.isTls;
    const proto = request.headers.get("X-Forwarded-Proto");
    return proto?.split(",").at(-1)?.trim().toLowerCase() === "https";
  }

  return {
    addressOf(request, peer) {
      const address = parseIpAddress(peer.address) ?? peer.address;
      if (!isForwarded(peer)) return address;
      const hops = request.headers.get("X-Forwarded-For")?.split(",") ?? [];
      return rightmostUntrusted(hops, address, isTrusted);
    },
    isTls,
    originOf(request, peer) {
      const { host } = new URL(request.url);
      return new URL(`${isTls(request, peer) ? "https" : "http"}://${host}`).origin;
    },
  };
}

// A hop that is no address ends the walk: what stands left of it is not believed either.
function rightmostUntrusted(
  hops: readonly string[],
  peerAddress: string,
  isTrusted: (address: string) => boolean,
): string {
  let nearest = peerAddress;
  for (const hop of hops.toReversed()) {
    const address = parseIpAddress(hop);
    if (address === undefined) return nearest;
    nearest = address;
    if (!isTrusted(address)) return nearest;
  }
  return nearest;
}

function createTrustedList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [host = "", bits] = entry.split("/");
    const address = parseIpAddress(host);
    const maxBits = address?.includes(":") ? 128 : 32;
    const prefix = bits === undefined ? maxBits : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
    if (address === undefined || !(prefix <= maxBits)) {
      throw new RangeError(
        "Cannot start as the environment is wrong: TRUSTED_PROXIES: must be IP addresses or CIDR blocks",
      );
    }
    list.addSubnet(address, prefix, maxBits === 128 ? "ipv6" : "ipv4");
  }
  return list;
}
