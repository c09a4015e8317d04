import assert from "node:assert/strict";
import { call, findJob, postJson, problemIn, SONGS, submit } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { eventually } from "../support/eventually.ts";
import { startMlService } from "../support/ml_service.ts";
import { runServer } from "../support/program.ts";
import { SocketClient } from "../support/socket_client.ts";

const KEY = { Authorization: "Bearer another-client-altogether" };
const BODY = { songs: SONGS, options: { lengthSeconds: 15 } };

Deno.test("a client whose jobs wait is bounded on every way in, another is not", async () => {
  await using folder = await newDataDir();
  await using server = await runServer({
    DATA_DIR: folder.path,
    WORKERS: "0",
    API_KEYS: "other:another-client-altogether",
    MAX_PENDING_JOBS_PER_CLIENT: "1",
  });
  const { url } = server;
  await submit(url);
  const refused = await postJson(`${url}/api/generate`, BODY);
  assert.equal(refused.headers.get("Retry-After"), "30");
  assert.match(refused.headers.get("RateLimit") ?? "", /r=9;/);
  assert.equal((await problemIn(refused)).code, "too_many_jobs");
  await using socket = await SocketClient.open(url);
  socket.send({ type: "generate", id: "1", ...BODY });
  const { error } = await socket.next("error");
  assert.deepEqual([error.code, error.status], ["too_many_jobs", 429]);
  const other = await postJson(`${url}/api/generate`, BODY, KEY);
  assert.equal(other.status, 202);
  const { jobId } = await other.json();
  await (await call(`${url}/api/jobs/${jobId}/cancel`, { method: "POST", headers: KEY })).json();
  const next = await postJson(`${url}/api/generate`, BODY, KEY);
  assert.equal(next.status, 202);
  await next.body?.cancel();
  const retry = await postJson(`${url}/api/jobs/${jobId}/retry`, {}, KEY);
  assert.equal((await problemIn(retry)).code, "too_many_jobs");
});

Deno.test("a client has no more running jobs than its cap, and others run beside it", async () => {
  await using folder = await newDataDir();
  await using ml = await startMlService(() => {});
  await using server = await runServer({
    DATA_DIR: folder.path,
    ML_MODEL_URL: ml.url,
    WORKERS: "4",
    API_KEYS: "other:another-client-altogether",
    MAX_RUNNING_JOBS_PER_CLIENT: "1",
  });
  const { url } = server;
  const mine = [await submit(url), await submit(url), await submit(url)];
  const other = await (await postJson(`${url}/api/generate`, BODY, KEY)).json();
  const statuses = () =>
    Promise.all([...mine, other].map(async ({ jobId }) => (await findJob(url, jobId)).status));
  const expected = ["running", "pending", "pending", "running"];
  await eventually(async () => assert.deepEqual(await statuses(), expected));
  // Longer than it takes to look for jobs again.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.deepEqual(await statuses(), expected);
});
