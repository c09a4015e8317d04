import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { blend, call, postJson, SONGS } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { readEvents } from "../support/event_reader.ts";
import { addressOf, runProgram, runServer, SERVER } from "../support/program.ts";
import { SocketClient } from "../support/socket_client.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

/** Time for the rest of a busy machine beside the seconds that are promised. */
const IDLE_STOP_MS = 10_000;

/** What a server that cannot start says in its last line; it must end with exit code 1. */
async function lastWords(env: Record<string, string>): Promise<string> {
  await using program = runProgram(SERVER, { env: { PORT: "0", ...env } });
  assert.equal(await program.exit, 1);
  assert.equal(program.stderr(), "");
  return program.lines.at(-1) ?? "";
}

function assertJsonLines(lines: readonly string[]): void {
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const entry = JSON.parse(line);
    assert.ok(typeof entry === "object" && entry !== null && !Array.isArray(entry), line);
    assert.match(entry.time, /^\d{4}-\d\d-\d\dT.*Z$/);
  }
}

Deno.test("a value that cannot be used ends the start with one line that names it", async () => {
  await using folder = await temporaryFolder();
  const env = { DATA_DIR: folder.path };
  assert.match(await lastWords({ ...env, PORT: "many" }), /"level":"fatal".*PORT(?!.*many)/);
  assert.match(
    await lastWords({ ...env, DATABASE_URL: "mysql://u:hunter22@h/d" }),
    /DATABASE_URL(?!.*hunter22)/,
  );
  assert.match(await lastWords({ ...env, LOG_DIR: "/dev/null/x" }), /LOG_DIR(?!.*null)/);
  assert.match(await lastWords({ DATA_DIR: "/dev/null/x" }), /DATA_DIR(?!.*null)/);
});

Deno.test("an address that is taken or not ours ends the start with a line about it", async () => {
  await using folder = await newDataDir();
  const env = { DATA_DIR: folder.path };
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  assert.match(await lastWords({ ...env, PORT: `${port}` }), /HOST and PORT.*EADDRINUSE/);
  other.close();
  assert.match(await lastWords({ ...env, HOST: "192.0.2.1" }), /HOST and PORT.*E/);
});

Deno.test("a whole run from an empty directory writes JSON lines alone", async () => {
  await using folder = await temporaryFolder();
  const logDir = join(folder.path, "logs");
  await using server = await runServer({
    DATA_DIR: join(folder.path, "data"),
    LOG_DIR: logDir,
    LOG_LEVEL: "trace",
  });
  await postJson(`${server.url}/api/generate`, "{").then((answer) => answer.body?.cancel());
  await call(`${server.url}/nowhere`).then((answer) => answer.body?.cancel());
  await call(`${server.url}/metrics`).then((answer) => answer.body?.cancel());
  await call(`${server.url}/api/health/detailed`).then((answer) => answer.body?.cancel());
  {
    await using socket = await SocketClient.open(server.url);
    socket.send("no message\n at all");
    socket.send({ type: "generate", id: "1", songs: SONGS, options: { lengthSeconds: 15 } });
    const { job } = await socket.next("completed");
    await readEvents(server.url, job.jobId);
  }
  server.kill("SIGTERM");
  assert.equal(await server.exit, 0);
  assert.equal(server.stderr(), "");
  assertJsonLines(server.lines);
  const written = await Deno.readTextFile(join(logDir, "combined.log"));
  assert.deepEqual(written.trimEnd().split("\n"), server.lines);
  assert.equal(await Deno.readTextFile(join(logDir, "error.log")).catch(() => ""), "");
});

Deno.test("a second server on a data directory ends at once and leaves the first alone", async () => {
  await using folder = await newDataDir();
  await using first = await runServer({ DATA_DIR: folder.path });
  const startedAt = performance.now();
  assert.match(await lastWords({ DATA_DIR: folder.path }), /data directory is in use/);
  assert.ok(performance.now() - startedAt < 10_000);
  await blend(first.url);
});

Deno.test("an idle server stops on SIGTERM and on SIGINT at once", async () => {
  await using folder = await newDataDir();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await using server = await runServer({ DATA_DIR: folder.path });
    const stoppedAt = performance.now();
    server.kill(signal);
    assert.equal(await server.exit, 0);
    assert.ok(performance.now() - stoppedAt < IDLE_STOP_MS);
    assert.match(server.lines.join("\n"), new RegExp(`"Stopping".*"${signal}"`));
    assert.match(server.lines.at(-1) ?? "", /"Stopped"/);
  }
});

Deno.test("a server that is told to stop before it is ready stops as well", async () => {
  await using folder = await newDataDir();
  await using server = runProgram(SERVER, { env: { PORT: "0", DATA_DIR: folder.path } });
  await addressOf(server);
  server.kill("SIGTERM");
  assert.equal(await server.exit, 0);
  assert.equal(server.stderr(), "");
});
