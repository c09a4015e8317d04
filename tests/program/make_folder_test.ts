import assert from "node:assert/strict";
import { join } from "node:path";
import { makeFolder } from "../../src/program/make_folder.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

Deno.test("a folder is made with those above it, and nothing is left in it", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "a/b");
  await makeFolder("DATA_DIR", path);
  await makeFolder("DATA_DIR", path);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(path)), []);
});

Deno.test("a folder that cannot be made is refused by the name of its variable", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(join(folder.path, "file"), "");
  await assert.rejects(makeFolder("LOG_DIR", join(folder.path, "file/below")), {
    name: "RangeError",
    message: "Cannot start as the folder of LOG_DIR cannot be used: NotADirectory",
  });
});

Deno.test("a folder in which nothing can be written is refused", async () => {
  await assert.rejects(makeFolder("DATA_DIR", "/proc"), /DATA_DIR/);
});
