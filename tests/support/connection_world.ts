// A page connection on a manual clock and scripted sockets.

import { Connection, type ConnectionStatus } from "../../src/client/connection.ts";
import { ManualClock } from "./manual_clock.ts";
import { ScriptedSockets } from "./scripted_sockets.ts";

export function createConnectionWorld({ random = 0 } = {}) {
  const clock = new ManualClock();
  const sockets = new ScriptedSockets();
  const statuses: [ConnectionStatus, number][] = [];
  let ids = 0;
  const connection = new Connection({
    openSocket: sockets.open,
    startTimer: clock.startTimer,
    nowMs: clock.nowMs,
    random: () => random,
    newId: () => `id-${++ids}`,
  }, {
    onStatus: (status, failures) => statuses.push([status, failures]),
    onHello: () => {},
  });
  const status = () => statuses.at(-1)![0];
  return { clock, sockets, statuses, connection, status };
}

/** The same, after the first hello. */
export function openConnectionWorld(options?: { random?: number }) {
  const world = createConnectionWorld(options);
  world.connection.connect();
  world.sockets.current.hello();
  return world;
}
