// The handshake of the channel, open to anybody: no keys, no foreign origins, as many sockets as asked.

import { SocketSlots } from "../../src/channel/socket_slots.ts";
import {
  createDecideUpgrade,
  type DecideUpgrade,
  type UpgradeParts,
} from "../../src/channel/upgrade.ts";
import { createForwarding } from "../../src/http/forwarding.ts";
import { createIdentify } from "../../src/http/identity.ts";

export function openToAll(
  parts: Pick<UpgradeParts, "sessions" | "jobs">,
  maxSockets: number,
): DecideUpgrade {
  return createDecideUpgrade({
    ...parts,
    slots: new SocketSlots({ maxSockets, maxSocketsPerAddress: maxSockets }),
    identify: createIdentify({
      apiKeys: [],
      adminToken: undefined,
      isKeyRequired: false,
      trustedProxies: [],
      corsOrigins: [],
    }),
    originOf: createForwarding([]).originOf,
    corsOrigins: [],
    isDraining: () => false,
  });
}
