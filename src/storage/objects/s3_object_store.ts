// The ObjectStore in an S3 bucket, Amazon's or another's. Every wait is bounded, retries are few.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { ByteRange, ObjectInfo, ObjectStore } from "../../jobs/object_store.ts";
import { boundStream } from "./bounded_stream.ts";
import { callS3 } from "./call_s3.ts";
import { assertObjectKey, isObjectKey } from "./object_key.ts";
import { createS3Client, type S3Access, SILENCE_MS } from "./s3_client.ts";
import { objectNotFound } from "./storage_error.ts";

const PAGE_SIZE = 1_000;
/** A slower line cannot keep up with one blend: 256 KiB a second. */
const MIN_UPLOAD_BYTES_PER_MS = 256;

export type S3Options = S3Access & {
  readonly bucket: string;
  /** Objects asked for at once when listing. @default 1000 */
  readonly pageSize?: number;
};

export type S3ObjectStore = ObjectStore & Disposable;

/** A store in `bucket`, which must exist. Nothing is sent before the first call. */
export function createS3ObjectStore(options: S3Options): S3ObjectStore {
  const client = createS3Client(options);
  const { bucket, pageSize = PAGE_SIZE, silenceMs = SILENCE_MS } = options;
  const put = (Key: string, Body: Uint8Array, ContentType: string, signal?: AbortSignal) =>
    callS3(signal, (options) => {
      const ContentLength = Body.length;
      const requestTimeout = silenceMs + Math.round(ContentLength / MIN_UPLOAD_BYTES_PER_MS);
      const command = { Bucket: bucket, Key, Body, ContentLength, ContentType };
      return client.send(new PutObjectCommand(command), { ...options, requestTimeout });
    });
  const remove = (Key: string, signal?: AbortSignal) =>
    callS3(signal, (options) => {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key });
      return client.send(command, options).catch(passOverAbsence);
    });
  return {
    async put(key, bytes, { mediaType, signal }) {
      assertObjectKey(key);
      await put(key, bytes, mediaType, signal);
    },
    get: (key, options = {}) => openObject(client, { bucket, key, silenceMs, ...options }),
    async delete(key, signal) {
      if (isObjectKey(key)) await remove(key, signal);
    },
    list: (prefix, signal) => listObjects(client, { bucket, prefix, pageSize, signal }),
    // An object is put in one request, whole or not at all: no upload in parts is ever begun.
    clearUnfinished: () => Promise.resolve(0),
    async check(signal) {
      const probe = `probes/${crypto.randomUUID()}`;
      await put(probe, new Uint8Array(1), "application/octet-stream", signal);
      await remove(probe, signal);
    },
    [Symbol.dispose]: () => client.destroy(),
  };
}

async function openObject(
  client: S3Client,
  { bucket, key, silenceMs, range, signal }: {
    bucket: string;
    key: string;
    silenceMs: number;
    range?: ByteRange;
    signal?: AbortSignal;
  },
): Promise<ReadableStream<Uint8Array>> {
  if (!isObjectKey(key)) throw objectNotFound(key);
  const Range = range && `bytes=${range.first}-${range.last}`;
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...(Range ? { Range } : {}) });
  const { Body } = await callS3(signal, (options) => client.send(command, options), key);
  if (!Body) throw objectNotFound(key);
  return boundStream(Body.transformToWebStream(), { silenceMs, signal });
}

async function* listObjects(
  client: S3Client,
  { bucket, prefix, pageSize, signal }: {
    bucket: string;
    prefix: string;
    pageSize: number;
    signal: AbortSignal | undefined;
  },
): AsyncGenerator<ObjectInfo> {
  const input = { Bucket: bucket, Prefix: prefix };
  const options = signal ? { abortSignal: signal } : {};
  const pages = paginateListObjectsV2({ client, pageSize }, input, options);
  for (;;) {
    const { done, value } = await callS3(signal, () => pages.next());
    if (done) return;
    for (const { Key, Size, LastModified } of value.Contents ?? []) {
      if (Key === undefined) continue;
      yield { key: Key, sizeBytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
    }
  }
}

/** Amazon says nothing of an object that is not there; others do. */
function passOverAbsence(error: unknown): void {
  if (!(error instanceof S3ServiceException && error.name === "NoSuchKey")) throw error;
}
