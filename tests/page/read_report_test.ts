import assert from "node:assert/strict";
import fc from "fast-check";
import { EXAMPLE_REPORT } from "../../src/http/example_report.ts";
import { readReport } from "../../src/page/read_report.ts";

Deno.test("a report of the embedded engine is one of ours", () => {
  assert.equal(readReport(EXAMPLE_REPORT), EXAMPLE_REPORT);
});

Deno.test("a report that lacks what the page shows is none of ours", () => {
  assert.equal(readReport({}), undefined);
  assert.equal(readReport({ ...EXAMPLE_REPORT, key: 3 }), undefined);
  assert.equal(readReport({ ...EXAMPLE_REPORT, bars: "many" }), undefined);
  assert.equal(readReport({ ...EXAMPLE_REPORT, longestRuns: null }), undefined);
  const [role, section] = [EXAMPLE_REPORT.roles[0]!, EXAMPLE_REPORT.sections[0]!];
  assert.equal(readReport({ ...EXAMPLE_REPORT, roles: [{ ...role, shares: [1] }] }), undefined);
  assert.equal(readReport({ ...EXAMPLE_REPORT, roles: [null], sections: [undefined] }), undefined);
  assert.equal(readReport({ ...EXAMPLE_REPORT, sections: [{ ...section, name: 1 }] }), undefined);
});

Deno.test("whatever a service told, reading it never fails", () => {
  const part = fc.anything({ withNullPrototype: false });
  const names = Object.keys(EXAMPLE_REPORT);
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), part), (changes) => {
    const read = readReport({ ...EXAMPLE_REPORT, ...changes });
    assert.ok(read === undefined || read.sections.every(({ shares }) => shares.length === 3));
  }));
});
