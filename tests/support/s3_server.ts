// Runs the S3 emulator in a process of its own, so that its sockets are not a test's.

import { fileURLToPath } from "node:url";
import type { S3Options } from "../../src/storage/objects/s3_object_store.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const PROGRAM = fileURLToPath(import.meta.resolve("./s3_process.ts"));
const BUCKET = "blends";

export type S3Server = AsyncDisposable & { readonly options: S3Options };

/** Starts an S3 service with one empty bucket. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await temporaryFolder();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", PROGRAM, folder.path, BUCKET],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  const port = Number(new TextDecoder().decode(value));
  if (!port) throw new Error("The S3 emulator did not start");
  return {
    options: {
      bucket: BUCKET,
      region: "us-east-1",
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await folder[Symbol.asyncDispose]();
    },
  };
}
