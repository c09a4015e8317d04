// A request that waits for news costs the server as much as a socket, and counts like one.

import type { SocketSlots } from "../channel/socket_slots.ts";
import type { Peer } from "../channel/upgrade.ts";
import { createForwarding } from "./forwarding.ts";
import { networkOf } from "./ip_address.ts";

/**
 * Takes a slot for the address the request comes from; the answer gives it back.
 *
 * @throws {AppError} `too_many_sockets`, `sockets_full`.
 */
export type HoldRequest = (request: Request, peer: Peer) => () => void;

export function createHoldRequest(
  slots: Pick<SocketSlots, "hold">,
  trustedProxies: readonly string[],
): HoldRequest {
  const { addressOf } = createForwarding(trustedProxies);
  return (request, peer) => slots.hold(networkOf(addressOf(request, peer)));
}
