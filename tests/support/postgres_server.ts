// A real PostgreSQL server of its own, in a temporary folder, on a free port of the loopback.

import { dirname } from "node:path";
import { firstFile, freePort, needProgram, runAtExit, runShell } from "./needed_program.ts";

const initdb = firstFile([
  ...[18, 17, 16, 15, 14].map((major) => `/usr/lib/postgresql/${major}/bin/initdb`),
  "/usr/local/bin/initdb",
  "/opt/homebrew/bin/initdb",
]);

/** The options of a test that needs certificates. */
export const NEEDS_OPENSSL = needProgram(
  "openssl",
  firstFile(["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"]),
);

/** The options of a test that needs a PostgreSQL server. */
export const NEEDS_POSTGRES = needProgram("PostgreSQL", initdb);

/** Quick and small: nothing of a test has to survive a loss of power. */
const TEST_SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "shared_buffers=32MB",
  "max_connections=200",
];

export type PostgresServer = AsyncDisposable & {
  url(database: string): string;
  start(): Promise<void>;
  /** Breaks off every connection and statement. */
  stopAtOnce(): Promise<void>;
  /** Gives the server, which must be stopped, a certificate for `localhost` of its own. */
  enableTls(): Promise<void>;
};

export type PostgresServerOptions = {
  readonly settings?: readonly string[];
  /** A folder that is kept, with what is in it, from one server to the next. */
  readonly keptFolder?: string;
};

/** Starts a server, which ends with this process at the latest. */
export async function startPostgresServer(
  { settings = TEST_SETTINGS, keptFolder }: PostgresServerOptions = {},
): Promise<PostgresServer> {
  if (initdb === undefined) throw new Error("PostgreSQL is not installed");
  const bin = dirname(initdb);
  const folder = await asPostgres(
    keptFolder
      ? `mkdir -p ${keptFolder} && echo ${keptFolder}`
      : "mktemp -d /tmp/orpheus-postgres-XXXXXX",
  );
  const port = freePort();
  const flags = [`listen_addresses=127.0.0.1`, `port=${port}`, ...settings]
    .map((setting) => `-c ${setting}`).join(" ");
  const control = `${bin}/pg_ctl -D ${folder}/data -l ${folder}/log`;
  const start = async () => {
    await asPostgres(`${control} -w -o "-k ${folder} ${flags}" start >/dev/null`);
  };
  const stopAtOnce = async () => void await asPostgres(`${control} -m immediate stop >/dev/null`);
  const stop = `${control} -m ${keptFolder ? "fast" : "immediate"} stop >/dev/null`;
  await asPostgres(
    `test -d ${folder}/data || ` +
      `${initdb} -D ${folder}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null`,
  );
  await runAtExit(`${wrap(stop)}; ${keptFolder ? "" : `rm -rf ${folder}`}`);
  await start();
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    start,
    stopAtOnce,
    enableTls: async () => {
      await asPostgres(
        `cd ${folder}/data && openssl req -new -x509 -days 2 -nodes -subj /CN=localhost \
          -addext subjectAltName=DNS:localhost -out server.crt -keyout server.key 2>/dev/null &&
        chmod 600 server.key && echo "ssl = on" >> postgresql.conf`,
      );
    },
    async [Symbol.asyncDispose]() {
      await asPostgres(stop);
      if (!keptFolder) await Deno.remove(folder, { recursive: true });
    },
  };
}

function asPostgres(command: string): Promise<string> {
  return runShell(wrap(command));
}

/** PostgreSQL refuses to run as root. */
function wrap(command: string): string {
  const quoted = `'${command.replaceAll("'", `'\\''`)}'`;
  return Deno.uid() === 0 ? `cd /tmp && runuser -u postgres -- sh -c ${quoted}` : command;
}
