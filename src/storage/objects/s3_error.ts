// What an S3 service refused, in words for people. Its own answers are not passed on: some repeat
// the access key and the signature.

import { S3ServiceException } from "@aws-sdk/client-s3";
import type { AppError } from "../../errors.ts";
import {
  objectNotFound,
  rangeNotSatisfiable,
  StorageRefusal,
  storageUnavailable,
} from "./storage_error.ts";

/** The error that what the SDK threw stands for; `key` is that of the object to be read, if any. */
export function toStorageError(error: unknown, key?: string): AppError {
  const cause = bareCause(error);
  if (!(error instanceof S3ServiceException)) {
    return cause.message.startsWith("CredentialsProviderError")
      ? new StorageRefusal("No credentials for the object store are found", cause)
      : storageUnavailable("The object store cannot be reached", cause);
  }
  const status = error.$metadata.httpStatusCode ?? 0;
  if (key !== undefined && (error.name === "InvalidRange" || status === 416)) {
    return rangeNotSatisfiable(key);
  }
  if (key !== undefined && status === 404 && error.name !== "NoSuchBucket") {
    return objectNotFound(key, cause);
  }
  const refusal = refusalOf(error.name, status);
  return refusal === undefined
    ? storageUnavailable(`The object store answers with status ${status}`, cause)
    : new StorageRefusal(refusal, cause);
}

/** Why the store will go on refusing until somebody changes something. */
function refusalOf(name: string, status: number): string | undefined {
  if (status === 404) return "The bucket does not exist";
  if (status === 301 || name === "AuthorizationHeaderMalformed") {
    return "The bucket is not in this region";
  }
  if (name === "AccessDenied") return "These credentials may not use the bucket";
  return status === 401 || status === 403
    ? "The object store refuses these credentials"
    : undefined;
}

function bareCause(error: unknown): Error {
  const name = error instanceof Error ? error.name : "unknown";
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  return new Error(`${name}${code}`);
}
