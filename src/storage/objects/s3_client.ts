// The client of an S3 service, Amazon's or another's. Every wait is bounded, retries are few.

import { S3Client } from "@aws-sdk/client-s3";

/** Longest wait for one answer, and between two pieces of it. */
export const SILENCE_MS = 15_000;
const MAX_ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 5_000;
/** Downloads to slow readers hold a socket each; writing must not wait for them. */
const MAX_SOCKETS = 512;

export type S3Access = {
  readonly region: string;
  /** Undefined: what the SDK finds on the machine, such as the role of an instance. */
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly endpoint: string | undefined;
  readonly forcePathStyle: boolean;
  /** @default 15 s, of one try beside its upload, and between two pieces of an answer. */
  readonly silenceMs?: number;
};

/** Nothing is sent before the first call. */
export function createS3Client(access: S3Access): S3Client {
  const { accessKeyId, secretAccessKey, endpoint } = access;
  return new S3Client({
    region: access.region,
    forcePathStyle: access.forcePathStyle,
    maxAttempts: MAX_ATTEMPTS,
    // Other makers' services do not know the SDK's newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: access.silenceMs ?? SILENCE_MS,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: MAX_SOCKETS },
      httpsAgent: { maxSockets: MAX_SOCKETS },
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
}
