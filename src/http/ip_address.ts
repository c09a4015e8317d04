// Text → IP address in one spelling, so that equal addresses are equal strings.

import { isIP } from "node:net";

/**
 * An IP address, IPv4 unwrapped from `::ffff:`, without zone or port; IPv6 compressed.
 * Undefined for anything else.
 */
export function parseIpAddress(text: string): string | undefined {
  const bare = bareAddress(text.trim());
  const version = isIP(bare);
  if (version === 4) return bare;
  return version === 6 ? unwrap(new URL(`http://[${bare}]`).hostname.slice(1, -1)) : undefined;
}

/** The address that shares one quota: IPv4 itself, IPv6 by /64. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  return `${ipv6Groups(address).slice(0, 4).join(":")}::/64`;
}

function bareAddress(text: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? [];
  const [, ipv4] = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text) ?? [];
  return (bracketed ?? ipv4 ?? text).replace(/%.*$/, "");
}

function unwrap(address: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const bits = [high, low].map((group) => Number.parseInt(group, 16));
  return bits.flatMap((group) => [group >> 8, group & 0xff]).join(".");
}

function ipv6Groups(address: string): string[] {
  const [left = [], right = []] = address.split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  return [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
}
