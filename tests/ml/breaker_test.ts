import assert from "node:assert/strict";
import { Breaker } from "../../src/ml/breaker.ts";
import {
  generate,
  json,
  midiAnswer,
  mlClientOf,
  startMlService,
  status,
} from "../support/ml_service.ts";

function openBreaker() {
  const clock = { ms: 0 };
  const breaker = new Breaker({ maxFailures: 5, openMs: 30_000, now: () => clock.ms });
  for (let failures = 0; failures < 5; failures++) breaker.fail();
  return { clock, breaker };
}

Deno.test("breaker opens at the fifth failure in a row", () => {
  const breaker = new Breaker({ maxFailures: 5, openMs: 30_000, now: () => 0 });
  for (let failures = 0; failures < 4; failures++) breaker.fail();
  assert.equal(breaker.isOpen, false);
  breaker.fail();
  assert.equal(breaker.isOpen, true);
});

Deno.test("breaker counts from zero again after a success", () => {
  const breaker = new Breaker({ maxFailures: 5, openMs: 30_000, now: () => 0 });
  for (let failures = 0; failures < 4; failures++) breaker.fail();
  breaker.succeed();
  breaker.fail();
  assert.equal(breaker.isOpen, false);
});

Deno.test("breaker refuses while it is open and tells for how long", () => {
  const { clock, breaker } = openBreaker();
  clock.ms = 10_500;
  assert.throws(() => breaker.check(), { code: "ml_unavailable", retryAfterSeconds: 20 });
});

Deno.test("breaker lets calls through after its time and opens again at the first failure", () => {
  const { clock, breaker } = openBreaker();
  clock.ms = 30_000;
  breaker.check();
  breaker.fail();
  assert.equal(breaker.isOpen, true);
});

Deno.test("breaker closes at the first success after its time", () => {
  const { clock, breaker } = openBreaker();
  clock.ms = 30_000;
  breaker.succeed();
  breaker.fail();
  assert.equal(breaker.isOpen, false);
});

Deno.test("a storm of errors opens the breaker and spares the service until a try succeeds", async () => {
  const clock = { ms: 0 };
  const storm = [1, 2, 3, 4, 5].map(() => status(503));
  await using service = await startMlService(...storm, midiAnswer());
  const client = mlClientOf(service.url, { now: () => clock.ms });
  await assert.rejects(generate(client), { code: "ml_unavailable" });
  await assert.rejects(generate(client), { code: "ml_unavailable" });
  assert.equal(client.isBreakerOpen, true);
  assert.equal(service.received.length, 5, "the second call does not use its third try");
  await assert.rejects(generate(client), { code: "ml_unavailable" });
  assert.equal(service.received.length, 5, "an open breaker asks nobody");
  clock.ms = 30_000;
  assert.equal(client.isBreakerOpen, false);
  await generate(client);
  assert.equal(service.received.length, 6);
});

Deno.test("refused requests never open the breaker", async () => {
  await using service = await startMlService(status(422));
  const client = mlClientOf(service.url, { breaker: { maxFailures: 1, openMs: 60_000 } });
  await assert.rejects(generate(client), { code: "ml_rejected" });
  assert.equal(client.isBreakerOpen, false);
});

Deno.test("answers that cannot be used open the breaker too", async () => {
  await using service = await startMlService(json({}));
  const client = mlClientOf(service.url, { breaker: { maxFailures: 1, openMs: 60_000 } });
  await assert.rejects(generate(client), { code: "ml_invalid_answer" });
  assert.equal(client.isBreakerOpen, true);
});
