// Orpheus: reads the configuration, opens the server, waits for a signal, closes in reverse.

import { type Config, parseConfig } from "./src/config.ts";
import { openLog } from "./src/log.ts";
import { openServer } from "./src/program/server.ts";
import { stopSignal } from "./src/program/stop_signal.ts";
import manifest from "./deno.json" with { type: "json" };

/** Drained or not, the process is gone by then. */
const STOP_TIMEOUT_MS = 29_000;

if (import.meta.main) Deno.exit(await main());

/** The exit code. */
async function main(): Promise<number> {
  const config = readConfig();
  if (!config) return 1;
  await using log = await openLog({ ...config.log, secrets: secretsOf(config) });
  const broken = Promise.withResolvers<never>();
  for (const event of ["error", "unhandledrejection"] as const) {
    globalThis.addEventListener(event, (failure) => {
      failure.preventDefault();
      broken.reject("reason" in failure ? failure.reason : failure.error);
    });
  }
  try {
    const stopped = stopSignal();
    await using server = await openServer(config, log, manifest.version);
    log.info("Listening", { port: server.port, version: manifest.version });
    const ready = server.prepared.then(() => log.info("Ready"));
    await Promise.race([ready, stopped, broken.promise]);
    log.info("Stopping", { signal: await Promise.race([stopped, broken.promise]) });
    setTimeout(() => Deno.exit(0), STOP_TIMEOUT_MS);
  } catch (error) {
    log.error("Orpheus cannot go on", { error: messageOf(error) });
    return 1;
  }
  log.info("Stopped");
  return 0;
}

function readConfig(): Config | undefined {
  try {
    return parseConfig(Deno.env.toObject());
  } catch (error) {
    const line = { time: new Date().toISOString(), level: "fatal", msg: messageOf(error) };
    Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    return undefined;
  }
}

function secretsOf({ access, storage, ml }: Config): string[] {
  const urls = [storage.databaseUrl, storage.redisUrl].flatMap((url) => {
    const password = url === undefined ? "" : new URL(url).password;
    return [url, password, decodeURIComponent(password)];
  });
  return [
    ...urls,
    ...access.apiKeys.map(({ key }) => key),
    access.adminToken,
    storage.s3?.secretAccessKey,
    ml.apiKey,
  ].filter((secret) => secret !== undefined && secret !== "") as string[];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
