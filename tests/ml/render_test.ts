import assert from "node:assert/strict";
import { MAX_RENDER_BYTES, renderRequestSchema } from "../../src/ml/schema.ts";
import {
  type Answer,
  bytes,
  JOB_ID,
  listen,
  mlClientOf,
  startMlService,
  status,
} from "../support/ml_service.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { silentWav, WAV_BLOCK_BYTES, WAV_HEADER_BYTES } from "../support/silent_wav.ts";
import { simpleMidi } from "../support/simple_piece.ts";

const WAV = { format: "wav", quality: "high", sample_rate: 44100 } as const;
const STEM = { format: "mp3", quality: "low", sample_rate: 22050, track: 3 } as const;

const render = (client: ReturnType<typeof mlClientOf>, options: typeof WAV | typeof STEM = WAV) =>
  client.render(simpleMidi(), options, listen().call);

Deno.test("client asks for a WAV and takes its bytes", async () => {
  await using service = await startMlService(bytes("audio/wav", silentWav(100)));
  assert.deepEqual(await render(mlClientOf(service.url)), silentWav(100));
  const { path, headers, body } = service.received[0]!;
  assert.equal(path, "/render");
  assert.match(headers.accept!, /^audio\/wav, /);
  const request = { midi_data: simpleMidi().toBase64(), options: WAV };
  assert.deepEqual(renderRequestSchema.parse(JSON.parse(body)), request);
});

Deno.test("client takes a WAV under each name it goes by", async () => {
  await using service = await startMlService(bytes("audio/vnd.wave", silentWav(1)));
  assert.deepEqual(await render(mlClientOf(service.url)), silentWav(1));
});

Deno.test("client asks for one track alone as an MP3", async () => {
  await using service = await startMlService(bytes("audio/mpeg", silentMp3(2)));
  assert.deepEqual(await render(mlClientOf(service.url), STEM), silentMp3(2));
  assert.deepEqual(JSON.parse(service.received[0]!.body).options, STEM);
});

Deno.test("client names each part of a job by a key of its own", async () => {
  await using service = await startMlService(bytes("audio/wav", silentWav(1)));
  const client = mlClientOf(service.url);
  await render(client);
  const loop = { ...WAV, loop: { start_bar: 12, bars: 8 } };
  await client.render(simpleMidi(), loop, listen().call);
  await client.render(simpleMidi(), { ...loop, track: 1 }, listen().call);
  assert.deepEqual(service.received.map(({ headers }) => headers["idempotency-key"]), [
    `${JOB_ID}-wav`,
    `${JOB_ID}-wav-bars-12-8`,
    `${JOB_ID}-wav-track-1-bars-12-8`,
  ]);
});

Deno.test("client refuses a WAV that is none, and an MP3 in its place", async () => {
  await using service = await startMlService(
    bytes("audio/wav", silentMp3(3)),
    bytes("audio/mpeg", silentMp3(3)),
  );
  await assert.rejects(render(mlClientOf(service.url)), { code: "ml_invalid_answer" });
  await assert.rejects(render(mlClientOf(service.url)), { code: "ml_invalid_answer" });
  assert.equal(service.received.length, 2);
});

Deno.test("client does not try again what a service does not do, nor blame it", async () => {
  await using service = await startMlService(status(404), status(405), status(501));
  const client = mlClientOf(service.url, { breaker: { maxFailures: 1, openMs: 60_000 } });
  await assert.rejects(render(client), { code: "ml_rejected", message: /status 404/ });
  await assert.rejects(render(client), { code: "ml_rejected", message: /status 405/ });
  await assert.rejects(render(client), { code: "ml_rejected", message: /status 501/ });
  assert.equal(service.received.length, 3);
  assert.equal(client.isBreakerOpen, false);
});

Deno.test("client keeps composing with a service that renders badly", async () => {
  await using service = await startMlService(bytes("audio/wav", silentMp3(3)), status(500));
  const client = mlClientOf(service.url, {
    retry: { maxTries: 1 },
    breaker: { maxFailures: 1, openMs: 60_000 },
  });
  await assert.rejects(render(client), { code: "ml_invalid_answer" });
  await assert.rejects(render(client), { code: "ml_unavailable" });
  assert.equal(client.isBreakerOpen, false);
});

Deno.test("client tries again what a service cannot do now", async () => {
  await using service = await startMlService(status(503), bytes("audio/wav", silentWav(1)));
  await render(mlClientOf(service.url));
  assert.equal(service.received.length, 2);
});

Deno.test("client takes a WAV of its limit and refuses a longer one", async () => {
  const samples = (MAX_RENDER_BYTES - WAV_HEADER_BYTES) / WAV_BLOCK_BYTES;
  const tooLong: Answer = (response) => {
    response.setHeader("content-type", "audio/wav").write(silentWav(samples));
    response.end(new Uint8Array(1));
  };
  await using service = await startMlService(bytes("audio/wav", silentWav(samples)), tooLong);
  const client = mlClientOf(service.url);
  assert.equal((await render(client)).length, MAX_RENDER_BYTES);
  await assert.rejects(render(client), { code: "ml_answer_too_large" });
});
