import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { parseConfig } from "../../src/config.ts";
import { openSource } from "../../src/program/open_source.ts";

const { s3Access } = parseConfig({}).storage;

Deno.test("a source is a bucket by its URL, an archive by its name, else a file or folder", async () => {
  await using bucket = await openSource("s3://songs/of/somebody", s3Access);
  assert.ok(bucket.list);
  await using folder = await openSource(import.meta.dirname!, s3Access);
  assert.equal(await folder.count(), 0);
  const isAbsent = (error: unknown) => error instanceof AppError && error.code === "not_found";
  await assert.rejects(openSource("/nowhere/songs.ZIP", s3Access), isAbsent);
  await assert.rejects(openSource("/nowhere/songs", s3Access), isAbsent);
});

Deno.test("a URL that is no bucket's is refused", async () => {
  await assert.rejects(openSource("https://example.org/songs.zip", s3Access), /only s3:\/\//);
});
