// `deno task ml`: the embedded engine alone, as an ML service for other Orpheus servers. Of the
// environment it takes HOST, PORT, WORKERS, LOG_LEVEL, and ML_MODEL_API_KEY, which callers must send.

import { parseConfig } from "../config.ts";
import { createEngineApp } from "../engine/engine_app.ts";
import { createEnginePool } from "../engine/engine_pool.ts";
import { openNodeListener } from "../listener/node_listener.ts";
import { openLog } from "../log.ts";
import { reportFatal } from "./report_fatal.ts";
import { stopSignal } from "./stop_signal.ts";

const PORT = "8000";
const MAX_CONNECTIONS = 256;

if (import.meta.main) Deno.exit(await main(Deno.env.toObject()));

/** The exit code. */
async function main(environment: Record<string, string>): Promise<number> {
  try {
    const { http, jobs, ml, log } = parseConfig({
      ...environment,
      PORT: environment.PORT || PORT,
    });
    const stopped = stopSignal();
    await using lines = await openLog({
      level: log.level,
      dir: undefined,
      secrets: ml.apiKey === undefined ? [] : [ml.apiKey],
    });
    await using pool = createEnginePool({ size: Math.max(1, jobs.workers) });
    const app = createEngineApp({ pool, apiKey: ml.apiKey });
    await using listener = await openNodeListener({
      fetch: (request) => app.fetch(request),
      upgrade: (request) => Promise.resolve(app.fetch(request)),
    }, {
      hostname: http.hostname,
      port: http.port,
      maxMessageBytes: 0,
      maxConnections: MAX_CONNECTIONS,
      onError: (error) => lines.error("A request broke off", { error: String(error) }),
    });
    lines.info("Listening", { port: listener.port });
    lines.info("Stopping", { signal: await stopped });
    return 0;
  } catch (error) {
    reportFatal(error);
    return 1;
  }
}
