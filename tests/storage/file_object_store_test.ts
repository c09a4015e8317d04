import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeEmptyFolders } from "../../src/storage/objects/clear_folder.ts";
import { openFileObjectStore } from "../../src/storage/objects/file_object_store.ts";
import { hasCode, objectStoreSuite, readObject } from "../support/object_store_suite.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const BYTES = new Uint8Array([1, 2, 3]);
const MEDIA_TYPE = { mediaType: "audio/midi" };

objectStoreSuite("file store", async (use) => {
  await using folder = await temporaryFolder();
  await use(await openFileObjectStore(join(folder.path, "objects")));
});

// The S3 emulator itself mixes them; Amazon and its peers promise what this asks for.
Deno.test("file store shows a reader the old object or the new one, never a mixture", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  const [ones, twos] = [new Uint8Array(500_000).fill(1), new Uint8Array(500_000).fill(2)];
  await store.put("a", ones, MEDIA_TYPE);
  const writes = (async () => {
    for (let turn = 0; turn < 20; turn++) {
      await store.put("a", turn % 2 === 0 ? twos : ones, MEDIA_TYPE);
    }
  })();
  for (let turn = 0; turn < 20; turn++) {
    const bytes = await readObject(store, "a");
    assert.equal(bytes.length, 500_000);
    assert.ok(bytes.every((byte) => byte === bytes[0]));
  }
  await writes;
});

Deno.test("file store keeps its objects for the next start", async () => {
  await using folder = await temporaryFolder();
  await (await openFileObjectStore(folder.path)).put("a/b", BYTES, MEDIA_TYPE);
  const stream = await (await openFileObjectStore(folder.path)).get("a/b");
  assert.deepEqual(await new Response(stream).bytes(), BYTES);
});

Deno.test("file store cannot be used when its folder has gone, and does not make a new one", async () => {
  await using folder = await temporaryFolder();
  const root = join(folder.path, "objects");
  const store = await openFileObjectStore(root);
  await Deno.remove(root, { recursive: true });
  const isUnavailable = hasCode("storage_unavailable");
  await assert.rejects(store.put("a/b", BYTES, MEDIA_TYPE), isUnavailable);
  await assert.rejects(store.get("a/b"), isUnavailable);
  await assert.rejects(store.check(AbortSignal.timeout(1000)), isUnavailable);
  await assert.rejects(Array.fromAsync(store.list("")), isUnavailable);
  await assert.rejects(Deno.stat(root), Deno.errors.NotFound);
});

Deno.test("file store cannot be opened where the system allows no folder", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "file"), "");
  const isUnavailable = hasCode("storage_unavailable");
  await assert.rejects(openFileObjectStore(join(folder.path, "file", "objects")), isUnavailable);
  await assert.rejects(openFileObjectStore("/proc/orpheus"), isUnavailable);
});

Deno.test("file store shows nothing of a file that was left half written, and clears it", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  await store.put("a", BYTES, MEDIA_TYPE);
  const [old, fresh] = [join(folder.path, ".parts", "old"), join(folder.path, ".parts", "fresh")];
  await Deno.writeFile(old, BYTES);
  await Deno.writeFile(fresh, BYTES);
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await Deno.utime(old, twoHoursAgo, twoHoursAgo);
  const next = await openFileObjectStore(folder.path);
  assert.deepEqual(await Array.fromAsync(next.list(""), ({ key }) => key), ["a"]);
  const parts = await Array.fromAsync(Deno.readDir(join(folder.path, ".parts")), (f) => f.name);
  assert.deepEqual(parts, ["fresh"]);
});

Deno.test("file store clears what was begun long ago: half-written files and empty folders", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  const root = (path: string) => join(folder.path, path);
  for (const key of ["files/full/1.mid", "files/old/1.mid", "files/fresh/1.mid"]) {
    await store.put(key, BYTES, MEDIA_TYPE);
  }
  await store.delete("files/old/1.mid");
  await store.delete("files/fresh/1.mid");
  await Deno.writeFile(root(".parts/old"), BYTES);
  await Deno.writeFile(root(".parts/fresh"), BYTES);
  const hourAgo = new Date(Date.now() - 60 * 60 * 1000);
  const longAgo = new Date(hourAgo.getTime() - 1);
  for (const path of [".parts/old", "files/old", "files/full", ".parts"]) {
    await Deno.utime(root(path), longAgo, longAgo);
  }
  assert.equal(await store.clearUnfinished(hourAgo), 1);
  const names = async (path: string) =>
    (await Array.fromAsync(Deno.readDir(root(path)), ({ name }) => name)).toSorted();
  assert.deepEqual(await names("files"), ["fresh", "full"]);
  assert.deepEqual(await names(".parts"), ["fresh"]);
  await store.put("files/old/2.mid", BYTES, MEDIA_TYPE);
});

Deno.test("file store leaves no half-written file of a put that is aborted", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  const stop = new AbortController();
  const putting = store.put("a", new Uint8Array(8 << 20), { ...MEDIA_TYPE, signal: stop.signal });
  stop.abort(new Error("cancelled"));
  await assert.rejects(putting, /cancelled/);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(join(folder.path, ".parts"))), []);
});

Deno.test("file store makes a folder again that was removed as empty before its file came", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  const later = new Date(Date.now() + 60_000);
  for (let turn = 0; turn < 50; turn++) {
    await Promise.all([
      store.put("files/a/1.mid", BYTES, MEDIA_TYPE),
      removeEmptyFolders(folder.path, later),
    ]);
    await store.delete("files/a/1.mid");
  }
});

Deno.test("file store refuses an object for which there is no room, and keeps the old one", async () => {
  await using folder = await temporaryFolder();
  const store = await openFileObjectStore(folder.path);
  await store.put("a", BYTES, MEDIA_TYPE);
  const answer = await putWithoutRoom(folder.path, "a");
  assert.equal(answer, "storage_unavailable");
  assert.deepEqual(await new Response(await store.get("a")).bytes(), BYTES);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(join(folder.path, ".parts"))), []);
});

/** Puts 8 MiB in a process that may write files of 1 MiB at most; answers its error's code. */
async function putWithoutRoom(root: string, key: string): Promise<string> {
  const module = import.meta.resolve("../../src/storage/objects/file_object_store.ts");
  const program = `
    import { openFileObjectStore } from "${module}";
    const store = await openFileObjectStore(${JSON.stringify(root)});
    await store.put("${key}", new Uint8Array(8 << 20), { mediaType: "audio/midi" })
      .catch((error) => console.log(error.code));`;
  const config = fileURLToPath(import.meta.resolve("../../deno.json"));
  const { stdout } = await new Deno.Command("sh", {
    args: [
      "-c",
      `trap "" XFSZ; ulimit -f 2048; exec "$0" "$@"`,
      Deno.execPath(),
      ...["run", "-A", "--no-code-cache", "--config", config],
      `data:application/typescript,${encodeURIComponent(program)}`,
    ],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}
