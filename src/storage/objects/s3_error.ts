// What an S3 service refused, in words for people. Its own answers are not passed on: some repeat
// the access key and the signature.

import { S3ServiceException } from "@aws-sdk/client-s3";
import type { AppError } from "../../errors.ts";
import { objectNotFound, rangeNotSatisfiable, storageUnavailable } from "./storage_error.ts";

/** The error that `key` and what the SDK threw stand for. */
export function toStorageError(key: string, error: unknown): AppError {
  if (!(error instanceof S3ServiceException)) {
    return storageUnavailable("The object store cannot be reached", bareCause(error));
  }
  const status = error.$metadata.httpStatusCode ?? 0;
  if (error.name === "NoSuchBucket") {
    return storageUnavailable("The bucket does not exist", bareCause(error));
  }
  if (error.name === "InvalidRange" || status === 416) return rangeNotSatisfiable(key);
  if (status === 404) return objectNotFound(key, bareCause(error));
  if (status === 401 || status === 403) {
    return storageUnavailable("The object store refuses these credentials", bareCause(error));
  }
  return storageUnavailable(`The object store answers with status ${status}`, bareCause(error));
}

function bareCause(error: unknown): Error {
  const name = error instanceof Error ? error.name : "unknown";
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  return new Error(`${name}${code}`);
}
