// An S3 service of its own: the emulator s3rver, in the folder given, with one bucket.

import { Buffer } from "node:buffer";
import crypto from "node:crypto";

// The emulator hides where a page ends with DES, which Deno does not have: it stays readable.
const readable = () => ({ update: (data: string) => Buffer.from(data), final: () => Buffer.of() });
Object.assign(crypto, { createCipheriv: readable, createDecipheriv: readable });

const { default: S3rver } = await import("s3rver");

const [directory, bucket] = Deno.args as [string, string];
const server = new S3rver({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory,
  configureBuckets: [{ name: bucket, configs: [] }],
});
const { port } = await server.run();
await Deno.stdout.write(new TextEncoder().encode(`${port}\n`));
