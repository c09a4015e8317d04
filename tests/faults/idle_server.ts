// A server that runs no jobs, and what it says of its sockets.

import type { ListenerKind } from "../support/echo_process.ts";
import { runServer, type ServerProgram } from "../support/program.ts";

export function startIdle(
  dataDir: string,
  kind: ListenerKind,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProgram> {
  return runServer({
    DATA_DIR: dataDir,
    LISTENER: kind,
    WORKERS: "0",
    MAX_SOCKETS_PER_ADDRESS: "1000",
    ...env,
  });
}

/** Sockets, event streams and slots in use. */
export async function openAt({ url }: ServerProgram): Promise<number[]> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return ["orpheus_sockets", "orpheus_event_streams", "orpheus_socket_slots_taken"].map((name) =>
    Number(new RegExp(`^${name} (\\d+)$`, "m").exec(metrics)?.[1])
  );
}
