import assert from "node:assert/strict";
import { MAX_ML_ANSWER_BYTES } from "../../src/ml/schema.ts";
import { MAX_LINE_BYTES } from "../../src/ml/read_lines.ts";
import {
  type Answer,
  barsLine,
  bytes,
  generate,
  json,
  lines,
  midiAnswer,
  mlClientOf,
  startMlService,
  status,
} from "../support/ml_service.ts";

async function refusal(answer: Answer, code: string, tries = 1): Promise<Error> {
  await using service = await startMlService(answer);
  const client = mlClientOf(service.url);
  const error = await generate(client).then(() => undefined, (error) => error);
  assert.equal(error?.code, code);
  assert.equal(service.received.length, tries);
  return error;
}

Deno.test("a redirect is refused and nobody goes there", async () => {
  await using target = await startMlService(midiAnswer());
  await refusal(status(307, { location: `${target.url}/generate` }), "ml_invalid_answer");
  assert.equal(target.received.length, 0);
});

Deno.test("an empty answer of success is refused", async () => {
  await refusal((response) => response.writeHead(204).end(), "ml_invalid_answer");
});

Deno.test("an answer of an unknown media type is refused", async () => {
  await refusal(bytes("text/html", new TextEncoder().encode("<h1>Soon</h1>")), "ml_invalid_answer");
});

Deno.test("an answer without a media type is refused", async () => {
  await refusal((response) => response.end("{}"), "ml_invalid_answer");
});

Deno.test("JSON that is cut short is refused", async () => {
  const garbage = new TextEncoder().encode(`{"midi_data": "TVRo`);
  await refusal(bytes("application/json", garbage), "ml_invalid_answer");
});

Deno.test("JSON without the expected field is refused, and the error names the field", async () => {
  const error = await refusal(json({ midi: "TVRo" }), "ml_invalid_answer");
  assert.match(error.message, /midi_data/);
});

Deno.test("text that is not UTF-8 is refused", async () => {
  await refusal(
    bytes("application/x-ndjson", new Uint8Array([0xc3, 0x28, 10])),
    "ml_invalid_answer",
  );
});

Deno.test("a result that is not base64 is refused", async () => {
  await refusal(json({ midi_data: "?" }), "ml_invalid_answer");
});

Deno.test("a result that is no MIDI file is refused", async () => {
  await refusal(json({ midi_data: btoa("RIFF, but no MIDI") }), "ml_invalid_answer");
});

Deno.test("a line of an unknown type is refused", async () => {
  await refusal(lines({ type: "surprise" }), "ml_invalid_answer");
});

Deno.test("a note outside the keyboard is refused", async () => {
  await refusal(lines(barsLine(0, [[0, 1, 128, 90, 0, 0]])), "ml_invalid_answer");
});

Deno.test("an answer without end is cut off and its connection closed", async () => {
  const megabyte = new Uint8Array(1024 * 1024);
  await using service = await startMlService((response) => {
    response.setHeader("content-type", "audio/midi");
    const pour = () => {
      while (!response.destroyed && response.write(megabyte));
    };
    response.on("drain", pour);
    pour();
  });
  await assert.rejects(generate(mlClientOf(service.url)), { code: "ml_answer_too_large" });
  await service.abandoned;
});

Deno.test("an answer of exactly the largest size is read whole, one byte more is not", async () => {
  const largest = new Uint8Array(MAX_ML_ANSWER_BYTES);
  await refusal(bytes("audio/midi", largest), "ml_invalid_answer");
  await refusal(bytes("audio/midi", new Uint8Array(largest.length + 1)), "ml_answer_too_large");
});

Deno.test("a line of exactly the largest size is parsed, one byte more is not", async () => {
  const line = new TextEncoder().encode("x".repeat(MAX_LINE_BYTES));
  await refusal(bytes("application/x-ndjson", line), "ml_invalid_answer");
  const longer = new TextEncoder().encode("x".repeat(MAX_LINE_BYTES + 1));
  await refusal(bytes("application/x-ndjson", longer), "ml_answer_too_large");
});

Deno.test("a flood of tiny lines is cut off", async () => {
  const line = new TextEncoder().encode("\n".repeat(60_000));
  await refusal(bytes("application/x-ndjson", line), "ml_answer_too_large");
});

Deno.test("a refused request is not tried again and the service's words are not passed on", async () => {
  const error = await refusal(status(422), "ml_rejected");
  assert.doesNotMatch(error.message, /secret/);
});

Deno.test("a refused API key is named as such", async () => {
  assert.match((await refusal(status(401), "ml_rejected")).message, /API key/);
});

Deno.test("an error line ends the call without its words", async () => {
  const line = { type: "error", code: "out_of_ideas", message: "a secret of the service" };
  const error = await refusal(lines(barsLine(0), line), "ml_rejected");
  assert.doesNotMatch(error.message, /secret|ideas/);
});

Deno.test("an error line that says a later try may help is tried again", async () => {
  await refusal(lines({ type: "error", code: "queue_full", message: "" }), "ml_unavailable", 3);
});

Deno.test("a stream that ends before its result is tried again", async () => {
  await refusal(lines(barsLine(0)), "ml_unavailable", 3);
});

Deno.test("an answer that is reset in the middle is tried again", async () => {
  const reset: Answer = (response) => {
    response.setHeader("content-type", "application/x-ndjson").write(
      JSON.stringify(barsLine(0)) + "\n",
      () => response.destroy(),
    );
  };
  await refusal(reset, "ml_unavailable", 3);
});

Deno.test("a service that is down ends in its error after three tries", async () => {
  const { url } = await (async () => {
    await using closed = await startMlService(midiAnswer());
    return closed;
  })();
  await assert.rejects(generate(mlClientOf(url)), { code: "ml_unavailable" });
});
