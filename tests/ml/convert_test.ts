import assert from "node:assert/strict";
import {
  bytes,
  CONVERT_OPTIONS,
  json,
  listen,
  mlClientOf,
  startMlService,
} from "../support/ml_service.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { simpleMidi } from "../support/simple_piece.ts";

const convert = (url: string) =>
  mlClientOf(url).convertToMp3(simpleMidi(), CONVERT_OPTIONS, listen().call);

Deno.test("client sends the MIDI file with its quality and sample rate", async () => {
  await using service = await startMlService(bytes("audio/mpeg", silentMp3(3)));
  await convert(service.url);
  const { path, headers, body } = service.received[0]!;
  assert.equal(path, "/convert-to-mp3");
  assert.equal(headers.accept, "audio/mpeg, application/json");
  assert.deepEqual(JSON.parse(body), {
    midi_data: simpleMidi().toBase64(),
    options: CONVERT_OPTIONS,
  });
});

Deno.test("client takes an MP3 as bytes", async () => {
  await using service = await startMlService(bytes("audio/mpeg", silentMp3(3)));
  assert.deepEqual(await convert(service.url), silentMp3(3));
});

Deno.test("client takes an MP3 inside JSON", async () => {
  await using service = await startMlService(json({ mp3_data: silentMp3(2).toBase64() }));
  assert.deepEqual(await convert(service.url), silentMp3(2));
});

Deno.test("client refuses bytes that are no MP3 and does not try again", async () => {
  await using service = await startMlService(bytes("audio/mpeg", simpleMidi()));
  await assert.rejects(convert(service.url), { code: "ml_invalid_answer" });
  assert.equal(service.received.length, 1);
});

Deno.test("client refuses an MP3 that is cut off", async () => {
  await using service = await startMlService(bytes("audio/mpeg", silentMp3(3).subarray(0, -1)));
  await assert.rejects(convert(service.url), { code: "ml_invalid_answer" });
});

Deno.test("client refuses an MP3 under another media type", async () => {
  await using service = await startMlService(bytes("audio/midi", silentMp3(3)));
  await assert.rejects(convert(service.url), { code: "ml_invalid_answer" });
});
