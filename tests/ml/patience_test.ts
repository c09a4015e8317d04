import assert from "node:assert/strict";
import { connectTcp } from "../../src/ml/connect_tcp.ts";
import {
  barsLine,
  drip,
  generate,
  lines,
  listen,
  midiAnswer,
  mlClientOf,
  startMlService,
  status,
} from "../support/ml_service.ts";
import { simpleMidi } from "../support/simple_piece.ts";

const ONCE = { maxTries: 1 };

Deno.test("a service that never begins to answer times out and is hung up on", async () => {
  await using service = await startMlService(() => {});
  const client = mlClientOf(service.url, { timeouts: { silenceMs: 1000 }, retry: ONCE });
  await assert.rejects(generate(client), { code: "ml_timeout" });
  await service.abandoned;
});

Deno.test("a service that falls silent in the middle times out and is hung up on", async () => {
  await using service = await startMlService(lines(barsLine(0), undefined));
  const client = mlClientOf(service.url, { timeouts: { silenceMs: 1000 }, retry: ONCE });
  await assert.rejects(generate(client), { code: "ml_timeout" });
  await service.abandoned;
});

Deno.test("a slow answer is waited for as long as bytes keep coming", async () => {
  const text = JSON.stringify({ midi_data: simpleMidi().toBase64() });
  await using service = await startMlService(drip("application/json", text, 1));
  const client = mlClientOf(service.url, { timeouts: { silenceMs: 10_000 }, retry: ONCE });
  assert.deepEqual((await generate(client)).midi, simpleMidi());
});

Deno.test("an answer that drips for ever ends with the call's time", async () => {
  await using service = await startMlService(drip("application/json", " ".repeat(10_000), 5));
  const client = mlClientOf(service.url, { timeouts: { callMs: 500 } });
  await assert.rejects(generate(client), { code: "ml_timeout" });
  await service.abandoned;
  assert.equal(service.received.length, 1, "the time of the call covers all of its tries");
});

Deno.test("a host that cannot be connected to times out before a request is made", async () => {
  await using service = await startMlService(midiAnswer());
  const client = mlClientOf(service.url, {
    connect: () => new Promise(() => {}),
    timeouts: { connectMs: 20 },
    retry: ONCE,
  });
  await assert.rejects(generate(client), { code: "ml_timeout" });
  assert.equal(service.received.length, 0);
});

Deno.test("a connection is tried first and then the request is made", async () => {
  await using service = await startMlService(midiAnswer());
  await generate(mlClientOf(service.url, { connect: connectTcp }));
  assert.equal(service.received.length, 1);
});

Deno.test("a closed port is an unavailable service", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  const client = mlClientOf(url, { connect: connectTcp, retry: ONCE });
  await assert.rejects(generate(client), { code: "ml_unavailable" });
});

Deno.test("an overloaded service is asked again after the time it named", async () => {
  await using service = await startMlService(status(429, { "retry-after": "1" }), midiAnswer());
  const startedAt = performance.now();
  await generate(mlClientOf(service.url));
  assert.ok(performance.now() - startedAt >= 1000);
  assert.equal(service.received.length, 2);
});

Deno.test("a service that wants to be left alone for long is given up", async () => {
  await using service = await startMlService(status(503, { "retry-after": "301" }));
  await assert.rejects(generate(mlClientOf(service.url)), {
    code: "ml_unavailable",
    retryAfterSeconds: 301,
  });
  assert.equal(service.received.length, 1);
});

Deno.test("a call that is cancelled throws the reason and hangs up", async () => {
  await using service = await startMlService(lines(barsLine(0), undefined));
  const controller = new AbortController();
  const heard = listen(controller.signal);
  const reason = new Error("The user has cancelled");
  const call = { ...heard.call, onBars: () => controller.abort(reason) };
  const client = mlClientOf(service.url, { breaker: { maxFailures: 1, openMs: 60_000 } });
  await assert.rejects(generate(client, { ...heard, call }), reason);
  await service.abandoned;
  assert.equal(client.isBreakerOpen, false, "a cancelled call is no failure of the service");
});

Deno.test("what comes after a cancel is not passed on", async () => {
  await using service = await startMlService(lines(barsLine(0), barsLine(1), barsLine(2)));
  const controller = new AbortController();
  const heard = listen(controller.signal);
  const call = {
    ...heard.call,
    onBars: (line: typeof heard.bars[number]) => {
      heard.bars.push(line);
      controller.abort();
    },
  };
  await assert.rejects(generate(mlClientOf(service.url), { ...heard, call }), {
    name: "AbortError",
  });
  assert.equal(heard.bars.length, 1);
});

Deno.test("a call that is cancelled while it waits for another try ends at once", async () => {
  await using service = await startMlService(status(503, { "retry-after": "300" }));
  const controller = new AbortController();
  const failing = generate(mlClientOf(service.url), listen(controller.signal));
  const cancel = setTimeout(() => controller.abort(), 50);
  await assert.rejects(failing, { name: "AbortError" });
  clearTimeout(cancel);
});

Deno.test("a call that was cancelled before it began makes no request", async () => {
  await using service = await startMlService(midiAnswer());
  await assert.rejects(generate(mlClientOf(service.url), listen(AbortSignal.abort())), {
    name: "AbortError",
  });
  assert.equal(service.received.length, 0);
});
