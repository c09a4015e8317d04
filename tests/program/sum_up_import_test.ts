import assert from "node:assert/strict";
import { sumUpImport } from "../../src/program/sum_up_import.ts";

const SUMMARY = { imported: 3, duplicate: 2, refused: 1, alike: 0, isComplete: true };

Deno.test("an import that ended tells its counts, and where its report is", () => {
  assert.equal(
    sumUpImport(SUMMARY, { isDry: false }),
    "3 imported, 2 there already, 1 refused\n",
  );
  assert.equal(
    sumUpImport({ ...SUMMARY, alike: 2 }, { isDry: false, report: "r.jsonl" }),
    "The report is in r.jsonl\n" +
      "3 imported (2 with the notes of another song), 2 there already, 1 refused\n",
  );
});

Deno.test("a dry run says what it would import", () => {
  assert.match(sumUpImport(SUMMARY, { isDry: true }), /^3 to import,/);
});

Deno.test("an import that was stopped says how to go on", () => {
  assert.match(
    sumUpImport({ ...SUMMARY, isComplete: false }, { isDry: false }),
    /^Stopped\. .*Run the same command again to go on\.\n3 imported/,
  );
});
