// A bucket that will never do ends the start; one that is away is waited for.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { S3Options } from "../../src/storage/objects/s3_object_store.ts";
import { blend, call, download, problemIn } from "../support/api_client.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { eventually } from "../support/eventually.ts";
import { addressOf, leastServer, runProgram } from "../support/program.ts";
import { startS3Server } from "../support/s3_server.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const BACK_TIMEOUT_MS = 60_000;

async function newServerFolder() {
  const folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  return folder;
}

function environment(dataDir: string, s3: S3Options): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    PORT: "0",
    S3_BUCKET: s3.bucket,
    S3_ENDPOINT: s3.endpoint!,
    S3_FORCE_PATH_STYLE: "true",
    AWS_ACCESS_KEY_ID: s3.accessKeyId!,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey!,
  };
}

/** The last line of a server that cannot start with this bucket. */
async function lastWords(s3: S3Options): Promise<{ level: string; error: string; text: string }> {
  await using folder = await newServerFolder();
  const env = environment(folder.path, s3);
  await using server = runProgram(leastServer(env), { env });
  assert.equal(await server.exit, 1);
  assert.equal(server.stderr(), "");
  return { ...JSON.parse(server.lines.at(-1)!), text: server.lines.join("\n") };
}

Deno.test("a bucket that does not exist ends the start with a line that names S3_BUCKET", async () => {
  await using s3 = await startS3Server();
  const { level, error, text } = await lastWords({ ...s3.options, bucket: "a-missing-bucket" });
  assert.equal(level, "error");
  assert.match(error, /bucket of S3_BUCKET cannot be used: The bucket does not exist/);
  assert.doesNotMatch(text, /a-missing-bucket|127\.0\.0\.1:/);
});

Deno.test("credentials that are refused end the start with a line that holds no secret", async () => {
  await using s3 = await startS3Server();
  const secrets = { accessKeyId: "a-wrong-key-id", secretAccessKey: "a-wrong-secret" };
  const { level, error, text } = await lastWords({ ...s3.options, ...secrets });
  assert.equal(level, "error");
  assert.match(error, /S3_BUCKET cannot be used: The object store refuses these credentials/);
  assert.doesNotMatch(text, /a-wrong/);
});

Deno.test("a server whose bucket goes away", async (t) => {
  await using s3 = await startS3Server();
  await using folder = await newServerFolder();
  await s3.stopAtOnce();
  const env = environment(folder.path, s3.options);
  await using server = runProgram(leastServer(env), { env });
  const url = await addressOf(server);
  const expectStatus = async (path: string, status: number) => {
    const answer = await call(`${url}${path}`);
    await answer.body?.cancel();
    assert.equal(answer.status, status, path);
  };
  const expectObjectStore = async (status: string) => {
    const report = await (await call(`${url}/api/health/detailed`)).json();
    assert.deepEqual([report.status, report.checks.objectStore.status], [status, status]);
  };

  await t.step("waits for it at its start, and says so", async () => {
    await eventually(() =>
      assert.ok(server.lines.some((line) => /Waiting to prepare.*object store/.test(line)))
    );
    await expectStatus("/api/health/live", 200);
    await expectStatus("/api/health/ready", 503);
    await expectObjectStore("fail");
  });

  await t.step("is ready once it is there", async () => {
    await s3.start();
    const timeoutMs = BACK_TIMEOUT_MS;
    await eventually(() => expectStatus("/api/health/ready", 200), { timeoutMs });
    await expectObjectStore("pass");
  });

  await t.step("lives on without it, and tells who downloads to come back", async () => {
    const job = await blend(url);
    await s3.stopAtOnce();
    const refused = await call(`${url}${job.outputs[0]!.url}`);
    assert.ok(Number(refused.headers.get("Retry-After")) > 0);
    assert.equal((await problemIn(refused)).code, "storage_unavailable");
    await expectStatus("/api/health/live", 200);
    await eventually(() => expectObjectStore("fail"));
    await s3.start();
    await eventually(() => expectObjectStore("pass"));
    await download(url, job, "mp3");
    await blend(url);
  });

  await t.step("stops with nothing said beside its log", async () => {
    server.kill("SIGTERM");
    assert.equal(await server.exit, 0);
    assert.equal(server.stderr(), "");
    for (const line of server.lines) JSON.parse(line);
  });
});
