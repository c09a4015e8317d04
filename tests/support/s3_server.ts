// Runs the S3 emulator in a process of its own, so that its sockets are not a test's.

import { fileURLToPath } from "node:url";
import type { S3Options } from "../../src/storage/objects/s3_object_store.ts";
import { freePort } from "./needed_program.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./s3_process.ts"));
const BUCKET = "blends";

export type S3Server = AsyncDisposable & {
  readonly options: S3Options;
  /** Again at its address, with the objects it had. */
  start(): Promise<void>;
  stopAtOnce(): Promise<void>;
};

/** Starts an S3 service with one empty bucket. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await temporaryFolder();
  const port = freePort();
  let child: Deno.ChildProcess | undefined;
  const start = async () => void (child = await startProcess(folder.path, port));
  const stopAtOnce = async () => {
    child?.kill("SIGKILL");
    await child?.status;
    child = undefined;
  };
  await start();
  return {
    options: {
      bucket: BUCKET,
      region: "us-east-1",
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
    },
    start,
    stopAtOnce,
    async [Symbol.asyncDispose]() {
      await stopAtOnce();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function startProcess(folder: string, port: number): Promise<Deno.ChildProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PROGRAM, folder, BUCKET, String(port)],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  await reader.cancel();
  if (done) throw new Error("The S3 emulator did not start");
  return child;
}
