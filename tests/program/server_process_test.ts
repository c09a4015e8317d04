import assert from "node:assert/strict";
import { join } from "node:path";
import { startServerProcess } from "../../src/program/server_process.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { startServer } from "../support/server.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

Deno.test("server process that cannot start is an error with its last words", async () => {
  const environment = { WORKERS: "many" };
  await assert.rejects(
    startServerProcess({ environment, readyTimeoutMs: 60_000 }),
    /The server did not start: .*WORKERS/s,
  );
});

Deno.test("server process is ready when it is given, and stops when it is asked", async () => {
  await using folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  await using server = await startServer({ DATA_DIR: folder.path });
  const answer = await fetch(`${server.url}/api/health/ready`);
  await answer.body?.cancel();
  assert.equal(answer.status, 200);
  assert.equal(await server.stop(), 0);
  assert.equal(await server.stop(), 0);
  assert.match(server.stdout(), /"msg":"Stopped"/);
});
