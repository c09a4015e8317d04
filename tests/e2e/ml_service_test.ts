import assert from "node:assert/strict";
import { join } from "node:path";
import { blend, call, findJob, submit, waitForEnd } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { eventually } from "../support/eventually.ts";
import {
  type Answer,
  barsLine,
  bytes,
  json,
  lines,
  midiAnswer,
  resultLine,
  startMlService,
  status,
} from "../support/ml_service.ts";
import { addressOf, ROOT, runProgram, runServer } from "../support/program.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { freePort } from "../support/needed_program.ts";
import { simpleMidi } from "../support/simple_piece.ts";

const KEY = "the-key-of-the-model";

/** One answer for each path, as the test wants them at the time. */
function startRoutedService() {
  const answers: Record<string, Answer> = {};
  const route: Answer = (response, request) =>
    (answers[request.path!] ?? status(404))(response, request);
  return { answers, service: startMlService(route) };
}

Deno.test("a server with an ML service that cannot be trusted", async (t) => {
  await using folder = await newDataDir();
  const { answers, service } = startRoutedService();
  await using ml = await service;
  await using server = await runServer({
    DATA_DIR: folder.path,
    ML_MODEL_URL: ml.url,
    ML_MODEL_API_KEY: KEY,
    GENERATE_LIMIT: "1000",
  });
  const { url } = server;
  const answer = (generate: Answer, convert: Answer = MP3) =>
    Object.assign(answers, { "/generate": generate, "/convert-to-mp3": convert });
  const failure = async () => {
    const job = await waitForEnd(url, await submit(url));
    assert.equal(job.status, "failed");
    assert.deepEqual(job.outputs, []);
    return job.errorCode;
  };
  /** Five failures in a row would have the server leave the service alone for a while. */
  const succeed = async () => {
    answer(midiAnswer());
    await blend(url);
  };

  await t.step("a plain JSON service makes a blend", async () => {
    answer(midiAnswer(), json({ mp3_data: silentMp3(50).toBase64() }));
    const job = await blend(url);
    const generate = ml.received.find(({ path }) => path === "/generate")!;
    assert.equal(generate.headers.authorization, `Bearer ${KEY}`);
    assert.equal(generate.headers["idempotency-key"], job.jobId);
    assert.match(String(generate.headers.traceparent), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    const { midi_files, options } = JSON.parse(generate.body);
    assert.equal(midi_files.length, 3);
    assert.equal(options.length_seconds, 15);
    assert.equal(options.seed, job.options.seed);
  });

  await t.step("a service that answers with MIDI and MP3 bytes makes a blend", async () => {
    answer(bytes("audio/midi", simpleMidi()));
    await blend(url);
  });

  await t.step("a streaming service's bars reach the watchers", async () => {
    const note = [0, 0.5, 60, 100, 0, 2];
    answer(lines({ type: "progress", progress: 0.5 }, barsLine(0, [note]), resultLine()));
    const { jobId } = await blend(url);
    const events = await (await call(`${url}/api/jobs/${jobId}/events`)).text();
    assert.match(events, /"type":"bars".*"notes":\[\[0,0.5,60,100,0,2\]\]/);
  });

  await t.step("a MIDI that cannot be converted is still a result", async () => {
    answer(midiAnswer(), status(422));
    const job = await waitForEnd(url, await submit(url));
    assert.equal(job.status, "completed");
    assert.deepEqual(job.warnings.map(({ code }) => code), ["mp3_unavailable"]);
    assert.deepEqual(job.outputs.map(({ kind }) => kind), ["midi"]);
    assert.equal(job.outputFileId, job.outputs[0]!.fileId);
    answer(midiAnswer(), bytes("audio/mpeg", new Uint8Array(5_000)));
    const garbage = await waitForEnd(url, await submit(url));
    assert.deepEqual(garbage.warnings.map(({ code }) => code), ["mp3_unavailable"]);
  });

  await t.step("a refusal fails the job, and tells nothing of what the service said", async () => {
    answer(status(400));
    const job = await waitForEnd(url, await submit(url));
    assert.deepEqual([job.status, job.errorCode, job.attempt], ["failed", "ml_rejected", 1]);
    assert.doesNotMatch(JSON.stringify(job), /secret/);
    answer(status(302, { location: `${ml.url}/generate` }));
    assert.equal(await failure(), "ml_invalid_answer");
    await succeed();
  });

  await t.step("an answer that is no music fails the job", async () => {
    answer(json({ midi_data: "%%%" }));
    assert.equal(await failure(), "ml_invalid_answer");
    answer(bytes("audio/midi", new TextEncoder().encode("MThd and then nothing of the kind")));
    assert.equal(await failure(), "ml_invalid_answer");
    answer(bytes("text/html", new TextEncoder().encode("<h1>It works</h1>")));
    assert.equal(await failure(), "ml_invalid_answer");
    answer(lines({ type: "bars", start_bar: -1 }));
    assert.equal(await failure(), "ml_invalid_answer");
    await succeed();
  });

  await t.step("an answer without end is cut off", async () => {
    answer((response) => {
      response.setHeader("content-type", "application/json");
      const more = () => response.destroyed || response.write(new Uint8Array(1 << 20), more);
      more();
    });
    assert.equal(await failure(), "ml_answer_too_large");
  });

  await t.step("a service that fails for a while is tried again", async () => {
    let tries = 0;
    answer((response, request) => (++tries < 2 ? status(503) : midiAnswer())(response, request));
    const job = await blend(url);
    assert.deepEqual([tries, job.attempt], [2, 1]);
  });

  await t.step("the server is none the worse for it", async () => {
    await succeed();
    assert.equal(server.stderr(), "");
    assert.doesNotMatch(server.lines.join("\n"), new RegExp(KEY));
    const report = await (await call(`${url}/api/health/detailed`)).json();
    assert.equal(report.checks.mlModel.status, "warn");
    answers["/health"] = status(200);
    await eventually(async () => {
      const report = await (await call(`${url}/api/health/detailed`)).json();
      assert.equal(report.checks.mlModel.status, "pass");
    });
  });
});

Deno.test("a server whose ML service is away keeps its jobs until it is back", async () => {
  await using folder = await newDataDir();
  const port = freePort();
  await using server = await runServer({
    DATA_DIR: folder.path,
    ML_MODEL_URL: `http://127.0.0.1:${port}`,
  });
  const { url } = server;
  const jobs = [await submit(url), await submit(url), await submit(url)];
  await eventually(async () => {
    const report = await (await call(`${url}/api/health/detailed`)).json();
    assert.equal(report.checks.mlModel.status, "warn");
    assert.equal(report.status, "warn");
    const states = await Promise.all(jobs.map(({ jobId }) => findJob(url, jobId)));
    assert.deepEqual(states.map(({ status }) => status), ["pending", "pending", "pending"]);
    assert.ok(states.filter(({ attempt }) => attempt > 0).length >= 2);
  }, { timeoutMs: 60_000 });
  const ready = await call(`${url}/api/health/ready`);
  await ready.body?.cancel();
  assert.equal(ready.status, 200);

  const env = { PORT: `${port}` };
  await using _ = runProgram(["run", "-A", join(ROOT, "src/program/ml_service.ts")], { env });
  for (const job of jobs) assert.equal((await waitForEnd(url, job)).status, "completed");
});

Deno.test("the engine alone serves another server, for those who have its key", async () => {
  const args = ["run", "-A", join(ROOT, "src/program/ml_service.ts")];
  await using engine = runProgram(args, { env: { PORT: "0", ML_MODEL_API_KEY: KEY } });
  const engineUrl = await addressOf(engine);
  await using folder = await newDataDir();
  {
    const env = { DATA_DIR: folder.path, ML_MODEL_URL: engineUrl, ML_MODEL_API_KEY: KEY };
    await using server = await runServer(env);
    const job = await blend(server.url, { seed: 7 });
    await using embedded = await newDataDir();
    await using alone = await runServer({ DATA_DIR: embedded.path });
    const same = await blend(alone.url, { seed: 7 });
    assert.equal(job.outputs[0]!.sha256, same.outputs[0]!.sha256);
  }
  await using keyless = await runServer({ DATA_DIR: folder.path, ML_MODEL_URL: engineUrl });
  const refused = await waitForEnd(keyless.url, await submit(keyless.url));
  assert.deepEqual([refused.status, refused.errorCode], ["failed", "ml_rejected"]);
  engine.kill("SIGTERM");
  assert.equal(await engine.exit, 0);
  assert.equal(engine.stderr(), "");
});

const MP3 = bytes("audio/mpeg", silentMp3(50));
