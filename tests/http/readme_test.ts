// What the README says of requests and reports is what the schemas say.

import assert from "node:assert/strict";
import { join } from "node:path";
import { generateRequestSchema } from "../../src/http/generate.ts";
import { optionsRequestSchema, optionsSchema } from "../../src/jobs/options.ts";
import { blendReportSchema } from "../../src/jobs/report.ts";
import { ROOT } from "../support/program.ts";

const README = await Deno.readTextFile(join(ROOT, "README.md"));
const [REQUEST, REPORT] = [...README.matchAll(/^```json\n(.*?)^```$/gms)]
  .map(([, text]) => JSON.parse(text!));
const ROWS = [...README.matchAll(/^\| `(\w+)` +\| .*? \| (\S.*?) +\| .*\|$/gm)]
  .map(([, name, standard]) => ({ name: name!, standard: standard! }))
  .filter(({ name }) => name in optionsSchema.shape);

Deno.test("the README's table has every option with its default", () => {
  assert.deepEqual(
    ROWS.map(({ name }) => name).toSorted(),
    Object.keys(optionsSchema.shape).toSorted(),
  );
  const { seed, ...defaults } = Object.fromEntries(
    ROWS.map(({ name, standard }) => [name, standard.replaceAll("`", "")]),
  );
  assert.equal(seed, "by chance");
  const parsed = Object.entries(defaults).map(([name, text]) => [name, JSON.parse(text)]);
  assert.deepEqual(Object.fromEntries(parsed), optionsRequestSchema.parse({}));
});

Deno.test("the README's request is one that the server takes", () => {
  assert.deepEqual(Object.keys(REQUEST), ["songs", "options"]);
  generateRequestSchema.parse(REQUEST);
});

Deno.test("the README's report is one of the embedded engine", () => {
  assert.deepEqual(blendReportSchema.parse(REPORT), REPORT);
});
