import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Room → what it may import beside itself: the room table of the design. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["*"],
  "src/program": ["*"],
  "src/config.ts": [],
  "src/errors.ts": [],
  "src/log.ts": [],
  "src/listener": ["src/errors.ts"],
  "src/http": ["src/channel", "src/jobs", "src/songs", "src/errors.ts"],
  "src/channel": ["src/jobs", "src/songs", "src/errors.ts"],
  "src/jobs": ["src/songs", "src/ml", "src/errors.ts"],
  "src/songs": ["src/music", "src/errors.ts"],
  "src/ml": ["src/errors.ts"],
  "src/engine": ["src/music", "src/ml", "src/errors.ts"],
  "src/music": [],
  "src/storage": ["src/jobs", "src/songs", "src/channel", "src/errors.ts"],
  "src/client": [],
  "src/page": ["src/client"],
};

const FORBIDDEN_NAMES = /(^|\/)(utils?|helpers?|common|types|misc|index|mod)\.tsx?$/;
const MAX_FILE_LINES = 250;

type SourceFile = { readonly path: string; readonly text: string };

async function* sourceFiles(folder: string): AsyncGenerator<SourceFile> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* sourceFiles(path);
    else if (/\.tsx?$/.test(entry.name)) {
      yield { path: relative(root, path), text: await Deno.readTextFile(path) };
    }
  }
}

function roomOf(path: string): string {
  return Object.keys(MAY_IMPORT).find((room) => path === room || path.startsWith(`${room}/`)) ?? "";
}

function localImports({ path, text }: SourceFile): string[] {
  const pattern = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;
  return [...text.matchAll(pattern)].map(([, target]) => join(dirname(path), target!));
}

function isAllowed(room: string, target: string): boolean {
  const allowed = MAY_IMPORT[room] ?? [];
  return target === room || target.startsWith(`${room}/`) ||
    allowed.some((entry) => entry === "*" || target === entry || target.startsWith(`${entry}/`));
}

const files = await Array.fromAsync(sourceFiles(join(root, "src")));

Deno.test("every file of src belongs to a room of the table", () => {
  assert.deepEqual(files.filter(({ path }) => roomOf(path) === "").map(({ path }) => path), []);
});

Deno.test("a room imports only what the table allows", () => {
  const offences = files.flatMap((file) =>
    localImports(file)
      .filter((target) => !isAllowed(roomOf(file.path), target))
      .map((target) => `${file.path} imports ${target}`)
  );
  assert.deepEqual(offences, []);
});

Deno.test("the music room knows no clock, no I/O and no unseeded chance", () => {
  const impure = /\b(Deno\.|Date\.now|new Date|performance\.|Math\.random|fetch\(|crypto\.)/;
  const offences = files.filter(({ path, text }) =>
    path.startsWith("src/music/") && impure.test(text)
  );
  assert.deepEqual(offences.map(({ path }) => path), []);
});

Deno.test("only the program reads the environment", () => {
  const offences = files.filter(({ path, text }) =>
    !path.startsWith("src/program/") && /Deno\.env|process\.env/.test(text)
  );
  assert.deepEqual(offences.map(({ path }) => path), []);
});

Deno.test("no file is a bucket or longer than a reader can hold", () => {
  const offences = files.filter(({ path, text }) =>
    FORBIDDEN_NAMES.test(path) || text.split("\n").length > MAX_FILE_LINES + 1
  );
  assert.deepEqual(offences.map(({ path }) => path), []);
});

Deno.test("no files import each other in a circle", () => {
  const graph = new Map(files.map((file) => [file.path, localImports(file)]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(path), `circle: ${[...trail, path].join(" → ")}`);
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
});
