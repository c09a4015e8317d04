// Orpheus: reads the configuration, opens the server, waits for a signal, closes in reverse.

import { type Config, parseConfig } from "./src/config.ts";
import { type Log, openLog } from "./src/log.ts";
import { makeFolder } from "./src/program/make_folder.ts";
import { messageOf } from "./src/program/message_of.ts";
import { reportFatal } from "./src/program/report_fatal.ts";
import { openServer } from "./src/program/server.ts";
import { stopSignal } from "./src/program/stop_signal.ts";
import manifest from "./deno.json" with { type: "json" };

/** Drained or not, the process is gone by then. */
const STOP_TIMEOUT_MS = 29_000;

if (import.meta.main) Deno.exit(await main());

/** The exit code. What goes wrong before there is a log is told in the same form. */
async function main(): Promise<number> {
  try {
    const config = parseConfig(Deno.env.toObject());
    await makeFolders(config);
    await using log = await openLog({ ...config.log, secrets: secretsOf(config) });
    return await serve(config, log);
  } catch (error) {
    reportFatal(error);
    return 1;
  }
}

async function serve(config: Config, log: Log): Promise<number> {
  let exitCode = 1;
  const stopped = stopSignal();
  const broken = breakdown();
  try {
    await using server = await openServer(config, log, { version: manifest.version });
    try {
      log.info("Listening", { port: server.port, version: manifest.version });
      const ready = server.prepared.then(() => log.info("Ready"));
      await Promise.race([ready, stopped, broken]);
      log.info("Stopping", { signal: await Promise.race([stopped, broken]) });
      exitCode = 0;
    } finally {
      setTimeout(() => Deno.exit(exitCode), STOP_TIMEOUT_MS);
    }
  } catch (error) {
    log.error("Orpheus cannot go on", { error: messageOf(error) });
    return 1;
  }
  log.info("Stopped");
  return exitCode;
}

/** Rejects with the first error that nobody caught, instead of the runtime's end without a drain. */
function breakdown(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const event of ["error", "unhandledrejection"] as const) {
    globalThis.addEventListener(event, (failure) => {
      failure.preventDefault();
      reject("reason" in failure ? failure.reason : failure.error);
    });
  }
  return promise;
}

async function makeFolders({ storage, log }: Config): Promise<void> {
  const isDataKept = storage.databaseUrl === undefined || storage.s3 === undefined;
  if (isDataKept) await makeFolder("DATA_DIR", storage.dataDir);
  if (log.dir !== undefined) await makeFolder("LOG_DIR", log.dir);
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
