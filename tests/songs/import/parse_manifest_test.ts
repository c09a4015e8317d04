import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { findManifest } from "../../../src/songs/import/find_manifest.ts";
import { MAX_IMPORT_FILES } from "../../../src/songs/import/import_songs.ts";
import { Manifest, MAX_MANIFEST_ROWS } from "../../../src/songs/import/manifest.ts";
import { type ManifestFormat, parseManifest } from "../../../src/songs/import/parse_manifest.ts";
import { memorySource } from "../../support/memory_source.ts";

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function parse(text: string, format: ManifestFormat = "csv") {
  return parseManifest(bytesOf(text), format);
}

function isRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === "invalid_request";
}

const SOLACE = { title: "Solace", artist: "Scott Joplin", license: "PD", source: "A book" };

/** What a row says, without its line. */
function rowOf(manifest: ReturnType<typeof parse>, path: string) {
  const { title, artist, license, source } = manifest.take(path) ?? {};
  return { title, artist, license, source };
}

Deno.test("a manifest in CSV is read as spreadsheets write it", () => {
  const text = "\ufeffPath,title,artist,license,source,notes\r\n" +
    "a.mid,Solace,Scott Joplin,PD,A book,whatever\r\n\r\n" +
    '"b, c.mid","He said ""yes""",,,\r\n' +
    '"d.mid","Two\nlines"\r\n' +
    "e.mid,Last,Nobody,,";
  const manifest = parse(text);
  assert.deepEqual(rowOf(manifest, "a.mid"), SOLACE);
  assert.equal(rowOf(manifest, "b, c.mid").title, 'He said "yes"');
  assert.equal(rowOf(manifest, "e.mid").artist, "Nobody");
  assert.deepEqual(manifest.problems.map(({ path, line }) => [path, line]), [["d.mid", 6]]);
});

Deno.test("a manifest in TSV or JSON lines says the same", () => {
  const tsv = "artist\tpath\ttitle\tsource\tlicense\nScott Joplin\ta.mid\tSolace\tA book\tPD\n";
  assert.deepEqual(rowOf(parse(tsv, "tsv"), "a.mid"), SOLACE);
  const jsonl = `\n${JSON.stringify({ path: "a.mid", ...SOLACE })}\n`;
  assert.deepEqual(rowOf(parse(jsonl, "jsonl"), "a.mid"), SOLACE);
});

Deno.test("a row is told by its line when it cannot be used", () => {
  const { problems } = parse('{"path":"a.mid"}\n{"path":\n7\n{"path":"","title":"x"}\n', "jsonl");
  assert.deepEqual(problems.map(({ line }) => line), [2, 3, 4]);
});

Deno.test("a file is found however its letters are composed, once", () => {
  const manifest = parse("path,title\nFu\u0308r Elise.mid,Für Elise\n");
  assert.equal(manifest.take("Für Elise.mid")?.title, "Für Elise");
  assert.equal(manifest.take("Für Elise.mid"), undefined);
  assert.deepEqual([...manifest.missing()], []);
});

Deno.test("a manifest that cannot be taken apart is refused whole", () => {
  assert.throws(() => parse("file,title\na.mid,A\n"), isRefused);
  assert.throws(() => parse(""), isRefused);
  assert.throws(() => parse('path,title\n"a.mid,A\n'), isRefused);
  assert.throws(() => parse(`path,title\na.mid,${"x".repeat(64 * 1024)}\n`), isRefused);
  assert.throws(() => parseManifest(Uint8Array.of(0x70, 0xff), "csv"), isRefused);
});

Deno.test("a line that is no JSON object is refused for that", () => {
  const reason = "must be one JSON object of at most 64 KiB";
  assert.deepEqual(parse('{"path\n[]\n', "jsonl").problems, [
    { line: 1, path: "", reason },
    { line: 2, path: "", reason },
  ]);
});

Deno.test("a manifest may name every file that an import takes", () => {
  assert.ok(MAX_MANIFEST_ROWS >= MAX_IMPORT_FILES);
});

Deno.test("a manifest has a limit of rows, good and bad", () => {
  const manifest = new Manifest(2);
  manifest.add({ path: "a.mid" }, 2);
  manifest.add("bad", 3);
  assert.throws(() => manifest.add({ path: "b.mid" }, 4), RangeError);
  assert.throws(() => manifest.add("bad", 4), RangeError);
});

Deno.test("a source has its manifest at its root, or none", async () => {
  const csv = bytesOf("path,title\na.mid,A\n");
  const found = await findManifest(memorySource({ "manifest.csv": csv }));
  assert.equal(found.take("a.mid")?.title, "A");
  const none = await findManifest(memorySource({ "sub/manifest.csv": csv }));
  assert.deepEqual([...none.missing()], []);
});

Deno.test("a source with two manifests is refused: which is meant cannot be told", async () => {
  const both = memorySource({ "manifest.csv": bytesOf("path\n"), "manifest.jsonl": bytesOf("") });
  await assert.rejects(findManifest(both), isRefused);
});
