// `deno task client:npm`: the client library as an npm package in `dist/npm`: modules, their types,
// and nothing else to install.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import client from "../client/deno.json" with { type: "json" };

const ROOT = fileURLToPath(import.meta.resolve("../.."));
const ENTRY = "connect";
const NODE = ">=22";

/** What a client can be disposed of by, and what the library of few projects has. */
const DISPOSAL = '/// <reference lib="esnext.disposable" />\n';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  declaration: true,
  rewriteRelativeImportExtensions: true,
};

if (import.meta.main) await buildClientPackage(join(ROOT, "dist/npm"));

/** Writes the package into a folder, which is made anew. @throws {Error} for code that fails. */
export async function buildClientPackage(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreNotFound);
  await Deno.mkdir(folder, { recursive: true });
  compile(folder);
  await Promise.all([
    Deno.copyFile(join(ROOT, "src/client/README.md"), join(folder, "README.md")),
    Deno.copyFile(join(ROOT, "LICENSE"), join(folder, "LICENSE")),
    Deno.writeTextFile(join(folder, "package.json"), JSON.stringify(manifest(), null, 2)),
  ]);
}

function compile(folder: string): void {
  const entry = join(ROOT, `src/client/${ENTRY}.ts`);
  const program = ts.createProgram([entry], { ...OPTIONS, outDir: folder });
  const { diagnostics } = program.emit(
    undefined,
    (path, text) =>
      ts.sys.writeFile(path, isEntryTypes(path) ? DISPOSAL + relink(text) : relink(text)),
  );
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length === 0) return;
  throw new Error(ts.formatDiagnostics(problems, {
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    getNewLine: () => "\n",
  }));
}

function isEntryTypes(path: string): boolean {
  return path.endsWith(`/${ENTRY}.d.ts`);
}

/** In types the compiler leaves the sources' names, which are not in the package. */
function relink(text: string): string {
  return text.replace(/(from "\.\/[a-z_]+)\.ts"/g, '$1.js"');
}

function manifest(): Record<string, unknown> {
  const { name, version, license } = client;
  return {
    name,
    version,
    license,
    description: "The client of Orpheus, a server that blends three songs into a new one",
    type: "module",
    exports: { ".": { types: `./${ENTRY}.d.ts`, default: `./${ENTRY}.js` } },
    engines: { node: NODE },
    sideEffects: false,
  };
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
