// An S3 service of its own: the emulator s3rver, in the folder, with the bucket and at the port
// given. It says when it listens.

import { Buffer } from "node:buffer";
import crypto from "node:crypto";

// The emulator hides where a page ends with DES, which Deno does not have: it stays readable.
const readable = () => ({ update: (data: string) => Buffer.from(data), final: () => Buffer.of() });
Object.assign(crypto, { createCipheriv: readable, createDecipheriv: readable });

const { default: S3rver } = await import("s3rver");

const [directory, bucket, port] = Deno.args as [string, string, string];
const server = new S3rver({
  port: Number(port),
  address: "127.0.0.1",
  silent: true,
  directory,
  configureBuckets: [{ name: bucket, configs: [] }],
});
await server.run();
await Deno.stdout.write(new TextEncoder().encode("listening\n"));
