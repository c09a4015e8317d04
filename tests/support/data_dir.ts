// A first start takes seconds to make a database and a catalogue, so one start of a run does it for
// all of its files.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { copyEmbeddedTemplate } from "./embedded_template.ts";
import { runAtExit } from "./needed_program.ts";
import { runServer } from "./program.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const TEMPLATE_VARIABLE = "ORPHEUS_TEST_DATA_DIR";

/** A data directory as a first start leaves it. */
export async function newDataDir(): Promise<AsyncDisposable & { readonly path: string }> {
  const template = Deno.env.get(TEMPLATE_VARIABLE) ?? await makeTemplate();
  const folder = await temporaryFolder();
  await cp(template, folder.path, { recursive: true });
  return folder;
}

async function makeTemplate(): Promise<string> {
  const template = await Deno.makeTempDir({ prefix: "orpheus-data-" });
  await runAtExit(`rm -rf ${template}`);
  await copyEmbeddedTemplate(join(template, "postgres-18"));
  await using server = await runServer({ DATA_DIR: template });
  server.kill("SIGTERM");
  if (await server.exit !== 0) throw new Error(`The first start failed: ${server.stderr()}`);
  Deno.env.set(TEMPLATE_VARIABLE, template);
  return template;
}
