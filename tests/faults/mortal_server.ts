// The server as `main.ts` runs it, on storage that ends, stops or blocks its process at one point.

import { parseConfig } from "../../src/config.ts";
import { openLog } from "../../src/log.ts";
import { reportFatal } from "../../src/program/report_fatal.ts";
import { openServer } from "../../src/program/server.ts";
import { stopSignal } from "../../src/program/stop_signal.ts";
import { fillDiskWhile } from "./full_disk.ts";
import { createFault } from "./fault.ts";
import { createMortalStorage } from "./mortal_storage.ts";

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  try {
    const config = parseConfig(Deno.env.toObject());
    await Deno.mkdir(config.storage.dataDir, { recursive: true });
    await using log = await openLog({ ...config.log, secrets: [] });
    const stopped = stopSignal();
    fillDiskWhile(Deno.env.get("FAULT_DISK_FULL"));
    const open = createMortalStorage(createFault(Deno.env.toObject()));
    await using server = await openServer(config, log, { version: "0.0.0", open });
    log.info("Listening", { port: server.port });
    await Promise.race([server.prepared, stopped]);
    await stopped;
    return 0;
  } catch (error) {
    reportFatal(error);
    return 1;
  }
}
