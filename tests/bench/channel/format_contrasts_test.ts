import assert from "node:assert/strict";
import { formatContrasts, formatFindings } from "./format_contrasts.ts";
import { formatMarkdown } from "./format_markdown.ts";
import { ratios } from "./ratios.ts";

Deno.test("a table has columns as wide as they need", () => {
  assert.equal(
    formatMarkdown([["figure", ""], ["a", "1,000"]]),
    "| figure |       |\n| ------ | ----- |\n| a      | 1,000 |",
  );
});

Deno.test("contenders stand side by side, and those not measured are left empty", () => {
  const samples = {
    "Orpheus, batched": [3, 1, 2],
    "Orpheus": [120],
    "Orpheus on Deno.serve, batched": [],
    "Deno.serve": [],
    "ws on Node": [],
    "Socket.IO on Node": [0],
  };
  const table = formatContrasts(
    [{ name: "CPU", unit: "µs", samples }],
    ["Orpheus, batched", "Orpheus", "Deno.serve", "Socket.IO on Node"],
  );
  assert.match(table, /^\| CPU, µs +\| 2\.0 \(1\.0–3\.0\) +\| 120 +\| +\| 0 +\|$/m);
});

Deno.test("a finding tells whether its target was met, where it has one that was measured", () => {
  const finding = { name: "late", unit: "ms", target: { atMost: 100 }, samples: [99] } as const;
  const table = formatFindings([
    finding,
    { ...finding, samples: [99, 101, 102] },
    { ...finding, samples: [] },
    { ...finding, target: undefined },
  ]);
  const verdicts = table.split("\n").slice(2).map((line) => line.split("|").at(-2)!.trim());
  assert.deepEqual(verdicts, ["met", "MISSED", "", ""]);
  assert.match(table, /≤ 100 ms +\| 101 ms \(99–102\) +\| MISSED/);
});

Deno.test("ratios are of the rounds that both were measured in", () => {
  assert.deepEqual(ratios([1, 2, 3], [2, 8]), [0.5, 0.25]);
});
