import assert from "node:assert/strict";
import { join } from "node:path";
import { lockDataDir } from "../../src/storage/embedded/data_lock.ts";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const IN_USE = { message: "The data directory is in use by another Orpheus process" };

const HOLDER = `
  import { lockDataDir } from "${import.meta.resolve("../../src/storage/embedded/data_lock.ts")}";
  const lock = await lockDataDir(Deno.args[0]);
  console.log("held");
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  lock[Symbol.dispose]();`;

/** Another process that holds the lock. */
async function startHolder(dataDir: string): Promise<Deno.ChildProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `data:application/typescript,${encodeURIComponent(HOLDER)}`, dataDir],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value).trim(), "held");
  await reader.cancel();
  return child;
}

Deno.test("data lock creates the directory, readable by its owner alone", async () => {
  await using folder = await temporaryFolder();
  const dataDir = join(folder.path, "deep", "data");
  using _lock = await lockDataDir(dataDir);
  assert.equal((await Deno.stat(dataDir)).mode! & 0o777, 0o700);
});

Deno.test("data lock refuses a second holder in the same process until it is free", async () => {
  await using folder = await temporaryFolder();
  const first = await lockDataDir(folder.path);
  await assert.rejects(lockDataDir(folder.path), IN_USE);
  first[Symbol.dispose]();
  using _second = await lockDataDir(folder.path);
});

Deno.test("data lock of another process is free again after a kill -9", async () => {
  await using folder = await temporaryFolder();
  const holder = await startHolder(folder.path);
  try {
    await assert.rejects(lockDataDir(folder.path), IN_USE);
  } finally {
    holder.kill("SIGKILL");
    await holder.status;
  }
  using _lock = await lockDataDir(folder.path);
});

Deno.test("database leaves a data directory in use untouched", async () => {
  await using folder = await temporaryFolder();
  using _lock = await lockDataDir(folder.path);
  await assert.rejects(openDatabase({ databaseUrl: undefined, dataDir: folder.path }), IN_USE);
  const names = await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name);
  assert.deepEqual(names, ["orpheus.lock"]);
});
