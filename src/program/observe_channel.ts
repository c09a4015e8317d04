import { Gauge, type Registry } from "prom-client";
import type { EventStreams } from "../channel/event_streams.ts";
import type { Sessions } from "../channel/sessions.ts";
import type { SocketSlots } from "../channel/socket_slots.ts";

export type ObservedChannel = {
  readonly sessions: Pick<Sessions, "size">;
  readonly streams: Pick<EventStreams, "size">;
  readonly slots: Pick<SocketSlots, "taken">;
};

/** Registers how many sockets, event streams and slots are in use. */
export function observeChannel(
  registry: Registry,
  { sessions, streams, slots }: ObservedChannel,
): void {
  new Gauge({
    name: "orpheus_sockets",
    help: "Sockets that are open",
    registers: [registry],
    collect() {
      this.set(sessions.size);
    },
  });
  new Gauge({
    name: "orpheus_event_streams",
    help: "Event streams that are open",
    registers: [registry],
    collect() {
      this.set(streams.size);
    },
  });
  new Gauge({
    name: "orpheus_socket_slots_taken",
    help: "Slots that sockets, event streams and long polls take, of MAX_SOCKETS",
    registers: [registry],
    collect() {
      this.set(slots.taken);
    },
  });
}
