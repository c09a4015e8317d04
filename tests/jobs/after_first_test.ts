import assert from "node:assert/strict";
import { createAfterFirst } from "../../src/jobs/after_first.ts";

function scene() {
  const afterFirst = createAfterFirst();
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const run = (key: string, name: string) =>
    afterFirst(key, () => {
      begun.push(name);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { run, begun, end: (name: string) => ends.get(name)!.resolve(name), ends, settle };
}

Deno.test("what shares a key with the first waits for it, then goes on together", async () => {
  const { run, begun, end, settle } = scene();
  const all = Promise.all([run("k", "first"), run("k", "second"), run("k", "third")]);
  await settle();
  assert.deepEqual(begun, ["first"]);
  end("first");
  await settle();
  assert.deepEqual(begun, ["first", "second", "third"]);
  end("third");
  end("second");
  assert.deepEqual(await all, ["first", "second", "third"]);
});

Deno.test("work with another key does not wait", async () => {
  const { run, begun, end } = scene();
  const all = Promise.all([run("a", "first"), run("b", "second")]);
  assert.deepEqual(begun, ["first", "second"]);
  end("first");
  end("second");
  await all;
});

Deno.test("those who waited go on although the first failed", async () => {
  const { run, begun, end, ends, settle } = scene();
  const first = run("k", "first");
  const second = run("k", "second");
  ends.get("first")!.reject(new Error("no answer"));
  await assert.rejects(first, /no answer/);
  await settle();
  assert.deepEqual(begun, ["first", "second"]);
  end("second");
  assert.equal(await second, "second");
});
