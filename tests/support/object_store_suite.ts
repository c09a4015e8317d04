// What every ObjectStore does.

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import type { ByteRange, ObjectStore } from "../../src/jobs/object_store.ts";
import { MAX_KEY_LENGTH } from "../../src/storage/objects/object_key.ts";

/** Runs `use` with an empty store and cleans up after it. */
export type WithObjectStore = (use: (store: ObjectStore) => Promise<void>) => Promise<void>;

const MEDIA_TYPE = { mediaType: "audio/midi" };
const ABC = new TextEncoder().encode("abcdefghij");

/** Whether the error is an AppError with this code. */
export function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof AppError && error.code === code;
}

/** All bytes of an object. */
export async function readObject(
  store: ObjectStore,
  key: string,
  range?: ByteRange,
): Promise<Uint8Array> {
  const stream = await store.get(key, range ? { range } : {});
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function readText(store: ObjectStore, key: string, range?: ByteRange): Promise<string> {
  return new TextDecoder().decode(await readObject(store, key, range));
}

function noise(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let state = 1;
  for (let index = 0; index < sizeBytes; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix), ({ key }) => key)).toSorted();
}

/** Tests that every object store passes. */
export function objectStoreSuite(name: string, withStore: WithObjectStore): void {
  const test = (behaviour: string, use: (store: ObjectStore) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, () => withStore(use));
  bytesSuite(test);
  rangeSuite(test);
  listSuite(test);
  keySuite(test);
  interruptionSuite(test);
}

type Test = (behaviour: string, use: (store: ObjectStore) => Promise<void>) => void;

function bytesSuite(test: Test): void {
  test("gives the bytes back that were put", async (store) => {
    const bytes = noise(3_000_001);
    await store.put("jobs/a/blend.mid", bytes, MEDIA_TYPE);
    assert.deepEqual(await readObject(store, "jobs/a/blend.mid"), bytes);
  });

  test("keeps an object without a byte", async (store) => {
    await store.put("empty", new Uint8Array(), MEDIA_TYPE);
    assert.equal((await readObject(store, "empty")).length, 0);
  });

  test("replaces an object by the next one of that key", async (store) => {
    await store.put("a", noise(1000), MEDIA_TYPE);
    await store.put("a", ABC, MEDIA_TYPE);
    assert.equal(await readText(store, "a"), "abcdefghij");
  });

  test("has no object that was never put or was deleted", async (store) => {
    await assert.rejects(store.get("a"), hasCode("not_found"));
    await store.put("a", ABC, MEDIA_TYPE);
    await store.delete("a");
    await assert.rejects(store.get("a"), hasCode("not_found"));
  });

  test("has no object where other objects have a part of their key", async (store) => {
    await store.put("jobs/a/b", ABC, MEDIA_TYPE);
    await assert.rejects(store.get("jobs/a"), hasCode("not_found"));
    await assert.rejects(store.get("jobs/a/b/c"), hasCode("not_found"));
  });

  test("deletes what is not there without an error", async (store) => {
    await store.delete("a");
    await store.delete("no/such/folder/a");
  });

  test("can be used, says its check, which leaves nothing behind", async (store) => {
    await store.check(AbortSignal.timeout(10_000));
    assert.deepEqual(await keysOf(store, ""), []);
  });
}

function rangeSuite(test: Test): void {
  test("gives a range with its last byte included", async (store) => {
    await store.put("a", ABC, MEDIA_TYPE);
    assert.equal(await readText(store, "a", { first: 2, last: 4 }), "cde");
    assert.equal(await readText(store, "a", { first: 0, last: 1 }), "ab");
    assert.equal(await readText(store, "a", { first: 9, last: 9 }), "j");
  });

  test("cuts a range off at the end of the object", async (store) => {
    await store.put("a", ABC, MEDIA_TYPE);
    assert.equal(await readText(store, "a", { first: 8, last: 1000 }), "ij");
  });

  test("refuses a range that starts past the end", async (store) => {
    await store.put("a", ABC, MEDIA_TYPE);
    await assert.rejects(
      store.get("a", { range: { first: 10, last: 12 } }),
      hasCode("range_not_satisfiable"),
    );
  });

  test("gives a long range from the middle", async (store) => {
    const bytes = noise(1_000_000);
    await store.put("a", bytes, MEDIA_TYPE);
    const part = await readObject(store, "a", { first: 123_457, last: 876_543 });
    assert.deepEqual(part, bytes.slice(123_457, 876_544));
  });
}

function listSuite(test: Test): void {
  test("lists what has the prefix, with size and time", async (store) => {
    await store.put("jobs/a/1", ABC, MEDIA_TYPE);
    await store.put("jobs/b/2", ABC, MEDIA_TYPE);
    await store.put("songs/3", ABC, MEDIA_TYPE);
    assert.deepEqual(await keysOf(store, "jobs/"), ["jobs/a/1", "jobs/b/2"]);
    assert.deepEqual(await keysOf(store, "jobs/a"), ["jobs/a/1"]);
    assert.deepEqual(await keysOf(store, ""), ["jobs/a/1", "jobs/b/2", "songs/3"]);
    const [info] = await Array.fromAsync(store.list("songs/"));
    assert.equal(info?.sizeBytes, 10);
    assert.ok(Math.abs(Date.now() - info.modifiedAt.getTime()) < 60_000);
  });

  test("lists nothing where nothing has the prefix", async (store) => {
    await store.put("jobs/a", ABC, MEDIA_TYPE);
    assert.deepEqual(await keysOf(store, "none/"), []);
    assert.deepEqual(await keysOf(store, "jobs/a/"), []);
  });

  test("lists more objects than one page of a service holds", async (store) => {
    const keys = Array.from({ length: 25 }, (_, n) => `jobs/${String(n).padStart(4, "0")}`);
    await Promise.all(keys.map((key) => store.put(key, ABC, MEDIA_TYPE)));
    assert.deepEqual(await keysOf(store, "jobs/"), keys);
  });

  test("lists on while what it lists is deleted", async (store) => {
    for (const key of ["a/1", "a/2", "b/1", "b/2"]) await store.put(key, ABC, MEDIA_TYPE);
    for await (const { key } of store.list("")) await store.delete(key);
    assert.deepEqual(await keysOf(store, ""), []);
  });
}

function keySuite(test: Test): void {
  test("refuses keys that could leave its folder or hide in it", async (store) => {
    const keys = [
      "",
      "../a",
      "a/../b",
      "/a",
      "a//b",
      "a/",
      ".a",
      "a/.b",
      "a\\b",
      "A",
      "a b",
      "a\0",
    ];
    for (const key of keys) {
      await assert.rejects(store.put(key, ABC, MEDIA_TYPE), TypeError, key);
      await assert.rejects(store.get(key), hasCode("not_found"), key);
      await store.delete(key);
    }
    assert.deepEqual(await keysOf(store, ""), []);
  });

  test("takes the longest key and refuses a longer one", async (store) => {
    const part = `${"a".repeat(169)}/`;
    const longest = part.repeat(3) + "bb";
    assert.equal(longest.length, MAX_KEY_LENGTH);
    await store.put(longest, ABC, MEDIA_TYPE);
    assert.equal(await readText(store, longest), "abcdefghij");
    await assert.rejects(store.put(`${longest}b`, ABC, MEDIA_TYPE), TypeError);
  });
}

function interruptionSuite(test: Test): void {
  test("ends a stream well whose object is deleted meanwhile", async (store) => {
    const bytes = noise(4_000_000);
    await store.put("a", bytes, MEDIA_TYPE);
    const reader = (await store.get("a")).getReader();
    const chunks = [(await reader.read()).value!];
    await store.delete("a");
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
    }
    const read = await new Blob(chunks as BlobPart[]).bytes();
    assert.deepEqual(read, bytes);
  });

  test("lets a reader leave in the middle", async (store) => {
    await store.put("a", noise(4_000_000), MEDIA_TYPE);
    const reader = (await store.get("a")).getReader();
    await reader.read();
    await reader.cancel();
  });

  test("ends a stream with the reason of an abort", async (store) => {
    await store.put("a", noise(4_000_000), MEDIA_TYPE);
    const controller = new AbortController();
    const reader = (await store.get("a", { signal: controller.signal })).getReader();
    await reader.read();
    controller.abort(new Error("nobody listens"));
    await assert.rejects(async () => {
      while (!(await reader.read()).done);
    }, /nobody listens/);
  });

  test("keeps the old object when a put is aborted in the middle", async (store) => {
    await store.put("a", ABC, MEDIA_TYPE);
    const stop = new AbortController();
    const putting = store.put("a", noise(4_000_000), { ...MEDIA_TYPE, signal: stop.signal });
    stop.abort(new Error("cancelled"));
    await assert.rejects(putting, /cancelled/);
    assert.equal(await readText(store, "a"), "abcdefghij");
  });

  test("has nothing unfinished to clear after puts that went well", async (store) => {
    await store.put("jobs/a/1", ABC, MEDIA_TYPE);
    assert.equal(await store.clearUnfinished(new Date(Date.now() + 60_000)), 0);
    assert.deepEqual(await keysOf(store, ""), ["jobs/a/1"]);
  });

  test("does nothing for a signal that is aborted already", async (store) => {
    const signal = AbortSignal.abort(new Error("too late"));
    await assert.rejects(store.put("a", ABC, { ...MEDIA_TYPE, signal }), /too late/);
    await store.put("b", ABC, MEDIA_TYPE);
    await assert.rejects(store.get("b", { signal }), /too late/);
    await assert.rejects(store.delete("b", signal), /too late/);
    await assert.rejects(store.check(signal), /too late/);
    await assert.rejects(Array.fromAsync(store.list("", signal)), /too late/);
    assert.deepEqual(await keysOf(store, ""), ["b"]);
  });
}
