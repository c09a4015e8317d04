// `deno task ml`: the embedded engine alone, as an ML service for other Orpheus servers.

import { createEngineApp } from "../engine/engine_app.ts";
import { createEnginePool } from "../engine/engine_pool.ts";
import { openNodeListener } from "../listener/node_listener.ts";
import { openLog } from "../log.ts";
import { stopSignal } from "./stop_signal.ts";

const PORT = 8000;
const SIZE = 2;
const MAX_CONNECTIONS = 256;

if (import.meta.main) await main();

async function main(): Promise<void> {
  await using log = await openLog({ level: "info", dir: undefined, secrets: [] });
  await using pool = createEnginePool({ size: SIZE });
  const app = createEngineApp({ pool });
  await using listener = await openNodeListener({
    fetch: (request) => app.fetch(request),
    upgrade: (request) => Promise.resolve(app.fetch(request)),
  }, {
    hostname: "127.0.0.1",
    port: PORT,
    maxMessageBytes: 0,
    maxConnections: MAX_CONNECTIONS,
    onError: (error) => log.error("A request broke off", { error: String(error) }),
  });
  log.info("Listening", { port: listener.port });
  log.info("Stopping", { signal: await stopSignal() });
}
