import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { MAX_FAILURES } from "../../src/jobs/job.ts";
import { newDataDir } from "../support/data_dir.ts";
import { eventually } from "../support/eventually.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { type EmbeddedWorld, openEmbeddedWorld } from "./embedded_world.ts";
import { NEVER } from "./mortal_process.ts";

const DISK_BYTES = 1024 * 1024;

Deno.test("a job waits for room on a full disk, however long, and leaves nothing half written", async () => {
  await using flag = await openFlag();
  await using world = await openEmbeddedWorld();
  await world.start(NEVER, { FAULT_DISK_FULL: flag.path });
  await flag.raise();
  const { jobId } = await world.submit();
  await untilInterrupted(world, jobId, MAX_FAILURES + 1);
  assert.deepEqual(await partialFiles(world), []);
  await flag.lower();
  await judgeCompleted(world, jobId);
});

Deno.test({
  name: "a job goes on when a disk that is really full has room again",
  ignore: !await canMount(),
}, async () => {
  await using folder = await newDataDir();
  const objects = join(folder.path, "objects");
  await using _disk = await mountOver(objects);
  await using world = await openEmbeddedWorld(folder.path);
  await world.start(NEVER);
  const filler = join(objects, "filler");
  await fill(filler);
  const { jobId } = await world.submit();
  await untilInterrupted(world, jobId);
  assert.deepEqual(await partialFiles(world), []);
  await Deno.remove(filler);
  await judgeCompleted(world, jobId);
});

async function untilInterrupted(world: EmbeddedWorld, jobId: string, times = 1): Promise<void> {
  await eventually(() => {
    const frames = world.watcher.framesOf(jobId);
    assert.ok(frames.filter(({ type }) => type === "interrupted").length >= times);
  }, { timeoutMs: 60_000 });
}

async function judgeCompleted(world: EmbeddedWorld, jobId: string): Promise<void> {
  await world.untilAllEnded();
  assert.equal((await world.watcher.end(jobId)).type, "completed");
  assert.deepEqual(await world.judge(), { orphans: 0, unfinished: 0 });
}

async function partialFiles({ dataDir }: EmbeddedWorld): Promise<string[]> {
  const parts = Deno.readDir(join(dataDir, "objects/.parts"));
  return await Array.fromAsync(parts, ({ name }) => name);
}

/** A file that says that the disk is full while it is there. */
async function openFlag() {
  const folder = await temporaryFolder();
  const path = join(folder.path, "full");
  return {
    path,
    raise: () => Deno.writeTextFile(path, ""),
    lower: () => Deno.remove(path),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  await using folder = await temporaryFolder();
  if (!await run("mount", "-t", "tmpfs", "tmpfs", folder.path)) return false;
  return await run("umount", folder.path);
}

/** A disk of one megabyte in the place of a folder, with what is in it. */
async function mountOver(path: string): Promise<AsyncDisposable> {
  await using aside = await temporaryFolder();
  await cp(path, aside.path, { recursive: true });
  assert.ok(await run("mount", "-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", path));
  await cp(aside.path, path, { recursive: true });
  return { [Symbol.asyncDispose]: async () => assert.ok(await run("umount", "--lazy", path)) };
}

/** Takes all the room there is. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { create: true, write: true });
  const bytes = new Uint8Array(4096);
  await assert.rejects(async () => {
    for (let written = 0; written <= DISK_BYTES; written += bytes.length) await file.write(bytes);
  }, /No space left/);
}

async function run(program: string, ...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(program, { args, stderr: "null" }).output()
    .catch(() => ({ success: false }));
  return success;
}
