// Songs in an S3 bucket, below a prefix that stands for a folder. Keys are names here, never paths.

import {
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AppError } from "../../errors.ts";
import { FileRefusal } from "../../songs/import/refusal.ts";
import {
  isMidiPath,
  type SongSource,
  type SourceFile,
  type SourceReadOptions,
} from "../../songs/import/song_source.ts";
import { boundStream } from "../objects/bounded_stream.ts";
import { callS3 } from "../objects/call_s3.ts";
import { createS3Client, type S3Access, SILENCE_MS } from "../objects/s3_client.ts";
import { readAtMost } from "./read_at_most.ts";

const PAGE_SIZE = 1_000;

export type BucketSourceOptions = S3Access & {
  readonly bucket: string;
  /** Of a folder; empty for the whole bucket. */
  readonly prefix: string;
  /** Objects asked for at once when listing. @default 1000 */
  readonly pageSize?: number;
};

type Bucket = {
  readonly client: S3Client;
  readonly name: string;
  readonly prefix: string;
  readonly pageSize: number;
  readonly silenceMs: number;
};

/** Nothing is sent before the first call. A bucket that fails is AppError `storage_unavailable`. */
export function openBucketSource(options: BucketSourceOptions): SongSource {
  const prefix = options.prefix.replace(/\/*$/, "/").replace(/^\/+$/, "");
  const { pageSize = PAGE_SIZE, silenceMs = SILENCE_MS } = options;
  const client = createS3Client(options);
  const bucket = { client, name: options.bucket, prefix, pageSize, silenceMs };
  return {
    list: (signal) => listSongs(bucket, signal),
    async count(signal) {
      let count = 0;
      for await (const _file of listSongs(bucket, signal)) count++;
      return count;
    },
    has: (path, signal) => hasObject(bucket, path, signal),
    read: (path, options) => readObject(bucket, path, options),
    [Symbol.asyncDispose]() {
      client.destroy();
      return Promise.resolve();
    },
  };
}

async function* listSongs(
  { client, name, prefix, pageSize }: Bucket,
  signal?: AbortSignal,
): AsyncGenerator<SourceFile> {
  const abort = signal ? { abortSignal: signal } : {};
  const pages = paginateListObjectsV2(
    { client, pageSize },
    { Bucket: name, Prefix: prefix },
    abort,
  );
  for (;;) {
    const { done, value } = await callS3(signal, () => pages.next());
    if (done) return;
    for (const { Key = "", Size = 0 } of value.Contents ?? []) {
      const path = Key.slice(prefix.length);
      if (isMidiPath(path)) yield { path, sizeBytes: Size, ...(isCrooked(path) && CROOKED) };
    }
  }
}

const CROOKED = {
  refusal: { code: "unreadable", reason: "Its key stands for another object: it has . or .." },
} as const;

/** On its way to the service such a key becomes another one, perhaps outside the prefix. */
function isCrooked(path: string): boolean {
  return path.split("/").some((segment) => segment === "." || segment === "..");
}

async function hasObject(
  { client, name, prefix }: Bucket,
  path: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const command = new HeadObjectCommand({ Bucket: name, Key: prefix + path });
  try {
    await callS3(signal, (options) => client.send(command, options), path);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}

/** An object that was deleted since it was listed is refused; whatever else fails is the bucket. */
async function readObject(
  { client, name, prefix, silenceMs }: Bucket,
  path: string,
  { maxBytes, signal }: SourceReadOptions,
): Promise<Uint8Array> {
  if (isCrooked(path)) throw new FileRefusal("unreadable", CROOKED.refusal.reason);
  const command = new GetObjectCommand({ Bucket: name, Key: prefix + path });
  try {
    const answer = await callS3(signal, (options) => client.send(command, options), path);
    if (!answer.Body) return new Uint8Array();
    const stream = boundStream(answer.Body.transformToWebStream(), { silenceMs, signal });
    return await readStream(stream, { maxBytes, sizeBytes: answer.ContentLength ?? 0, signal });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    throw new FileRefusal("unreadable", "The bucket has no such object", { cause: error });
  }
}

async function readStream(
  stream: ReadableStream<Uint8Array>,
  options: Parameters<typeof readAtMost>[1],
): Promise<Uint8Array> {
  const reader = stream.getReader();
  let chunk: Uint8Array = new Uint8Array();
  const read = async (target: Uint8Array) => {
    while (chunk.length === 0) {
      const { done, value } = await reader.read();
      if (done) return null;
      chunk = value;
    }
    const taken = chunk.subarray(0, target.length);
    target.set(taken);
    chunk = chunk.subarray(taken.length);
    return taken.length;
  };
  try {
    return await readAtMost(read, options);
  } finally {
    // One that is not read to its end holds a connection.
    void reader.cancel().catch(() => {});
  }
}
