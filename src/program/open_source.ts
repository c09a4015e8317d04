import { AppError } from "../errors.ts";
import type { Config } from "../config.ts";
import type { SongSource } from "../songs/import/song_source.ts";
import { openFolderSource } from "../storage/sources/folder_source.ts";

const BUCKET_URL = /^s3:\/\/([^/]+)\/?(.*)$/;

/**
 * What a path of the command line stands for: a bucket, an archive, a folder or a file. The SDK of
 * the bucket and the library of the archive are loaded only when they are needed.
 */
export async function openSource(
  path: string,
  access: Config["storage"]["s3Access"],
): Promise<SongSource> {
  const [, bucket, prefix] = BUCKET_URL.exec(path) ?? [];
  if (bucket !== undefined) {
    const { openBucketSource } = await import("../storage/sources/bucket_source.ts");
    return openBucketSource({ ...access, bucket, prefix: prefix ?? "" });
  }
  if (path.includes("://")) {
    throw new AppError("invalid_request", `Cannot import from "${path}": only s3:// is known`);
  }
  if (!path.toLowerCase().endsWith(".zip")) return await openFolderSource(path);
  const { openZipSource } = await import("../storage/sources/zip_source.ts");
  return await openZipSource(path);
}
